"""Dates whose order is not written, and serial days of 1904: one order fits, else it is asked."""

from dataclasses import replace
from datetime import datetime

import pytest

from loaders.model.encoded import encoded
from loaders.model.table import NOTHING, TimeParts
from loaders.opening.workbook import read_workbook
from loaders.words.date_orders import dates_written, order_alternatives
from tests.loaders.staging import keys, sheet, staged
from tests.loaders.workbook_parts import packed, parts

HEAD = "日期|区县|PM10(µg/m³)\n"


def days(*texts: str, title: str = "") -> tuple[list[str], list[str]]:
    """(days read, topics asked) of a column of dates."""
    lines = title + HEAD + "\n".join(f"{t}|城关区|{100 + n}" for n, t in enumerate(texts))
    batch = staged(lines)
    read = sorted(f"{r['start']:%Y-%m-%d}" for r in batch.observations.to_pylist())
    return read, [*keys(batch), *(e.code for e in batch.errors)]


READ = {
    "day first": (("13/10/2008", "5/10/2008"), ["2008-10-05", "2008-10-13"]),
    "month first": (("10/13/2008", "10/5/2008"), ["2008-10-05", "2008-10-13"]),
    "two digits, day without a nought": (("08.10.1", "08.10.11"), ["2008-10-01", "2008-10-11"]),
    "dashes": (("13-10-2008",), ["2008-10-13"]),
}


@pytest.mark.parametrize("name", READ)
def test_one_order_fits(name: str) -> None:
    texts, expected = READ[name]
    assert days(*texts) == (expected, [])


@pytest.mark.parametrize("texts", [("3/10/2008", "4/10/2008"), ("08.10.11", "08.10.12")])
def test_asked_where_several_fit(texts: tuple[str, ...]) -> None:
    assert days(*texts) == ([], ["period"])


def test_the_title_decides() -> None:
    assert days("3/10/2008", "4/10/2008", title="2008年10月\n")[0] == ["2008-10-03", "2008-10-04"]


def test_no_order_fits() -> None:
    assert days("13/10/2008", "10/13/2008") == ([], ["key-unreadable", "key-unreadable"])


def test_texts_beside_real_dates_are_not_guessed() -> None:
    read, told = days("2008-10-05", "13/10/2008")
    assert "key-unreadable" in told and read == ["2008-10-05"]


def test_an_answer_holds() -> None:
    lines = HEAD + "3/10/2008|城关区|99\n4/10/2008|城关区|98"
    key = staged(lines).questions[0].key
    for answer, start in (("日/月/年", "2008-10-03"), ("月/日/年", "2008-03-10")):
        rows = staged(lines, answers={key: answer}).observations.to_pylist()
        assert f"{rows[0]['start']:%Y-%m-%d}" == start and len(rows) == 2


def test_other_texts_are_no_such_dates() -> None:
    assert order_alternatives(encoded(["2008-10-05", "x", None]), NOTHING) == []
    assert order_alternatives(encoded(["13/10/2008"]), TimeParts(2009)) == []
    written = dates_written(encoded(["13/10/2008", "x"]), NOTHING, "日/月/年")
    assert list(written) == [datetime(2008, 10, 13), "x"]


def test_dates_that_stand_in_turn_in_one_order_only_are_read_so_and_told() -> None:
    texts = ("11/08/2008", "02/09/2008", "12/09/2008", "01/10/2008", "11/10/2008", "03/11/2008")
    assert days(*texts)[0][0] == "2008-08-11"
    lines = HEAD + "\n".join(f"{t}|城关区|{100 + n}" for n, t in enumerate(texts))
    told = [d.message for d in staged(lines).diagnostics if d.code == "reading-chosen"]
    assert len(told) == 1 and "日/月/年" in told[0] and "月/日/年" in told[0] and "颠倒" in told[0]


@pytest.mark.parametrize(
    "texts",
    [
        ("01/10/2008", "02/10/2008", "03/10/2008", "04/10/2008", "05/10/2008"),
        ("05/09/2008", "12/09/2008", "03/10/2008", "10/10/2008"),
        ("05/10/2008", "07/11/2008", "03/12/2008"),
        ("03/03/2008", "04/03/2008", "03/04/2008", "04/04/2008"),
    ],
)
def test_near_ties_are_asked_with_what_speaks_for_each(texts: tuple[str, ...]) -> None:
    lines = HEAD + "\n".join(f"{t}|城关区|{100 + n}" for n, t in enumerate(texts))
    batch = staged(lines)
    assert keys(batch) == ["period"] and batch.observations.num_rows == 0
    (asked,) = batch.questions
    assert set(asked.options) == {"日/月/年", "月/日/年"}
    assert all(word in asked.prompt for word in (*asked.options, "首个是"))


def test_bare_serial_days_of_1904() -> None:
    new = sheet(HEAD + "39726|城关区|99")
    old = replace(sheet(HEAD + "38264|城关区|99"), date1904=True)
    for one in (new, old):
        rows = staged([one]).observations.to_pylist()
        assert [f"{r['start']:%Y-%m-%d}" for r in rows] == ["2008-10-05"]


@pytest.mark.parametrize("flag", ["1", "0"])
def test_the_flag_of_the_workbook(flag: str) -> None:
    data = packed(
        parts(
            '<sheetData><row r="1"><c r="A1"><v>38264</v></c></row></sheetData>',
            workbook_properties=f'<workbookPr date1904="{flag}"/>',
        )
    )
    assert read_workbook(data, "a.xlsx")[0].date1904 is (flag == "1")
