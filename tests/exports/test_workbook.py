"""The workbook reopened: the service's figures, live formulas that carry their values, native charts."""

import re
from argparse import Namespace
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import Actor
from chuangmo.cli.exporting import export_command
from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.chart_package import drawable, package
from chuangmo.exports.contents import Contents, contents_of
from chuangmo.exports.files import ExportRequest, export
from chuangmo.exports.xlsx import origin
from chuangmo.exports.xlsx.pages import Book, Header
from chuangmo.exports.xlsx.workbook import workbook
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.figures.assessing import assess, monthly
from chuangmo.service.figures.observations import list_observations
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS
from chuangmo.wording import exact
from tests.exports.opened import bare_chart_runs, book, cached_points, parts, points_outside
from tests.exports.test_deck import crowd

OCTOBER = ViewRequest(parse_period("2008-10"), indicator="pm10")
HOSTILE = ("=1+1", "+1", "-1", "@x", "＝1+1", "{=1}", "file://host/x", "http://x.invalid")


@pytest.fixture(scope="module")
def contents(board: Board, actor: Actor) -> Contents:
    found = (
        *build("indicator", board, actor, OCTOBER),
        *build("outlook", board, actor, OCTOBER),
    )
    return contents_of(board, actor, "outlook", OCTOBER, exhibits=found)


@pytest.fixture(scope="module")
def made(board: Board, actor: Actor, contents: Contents) -> bytes:
    return workbook(Questions(board, actor), contents)


def rows(made: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(book(made)[sheet].iter_rows(values_only=True))


def test_the_sheets_are_those_of_an_office(made: bytes) -> None:
    opened = book(made)
    assert opened.sheetnames == ["结论", "数据", "图表", "口径", "来源"]
    for sheet in opened:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert opened["数据"].auto_filter.ref and opened["数据"].freeze_panes
    assert opened["数据"].print_title_rows


def test_what_is_looked_up_is_not_printed_and_the_sheet_says_so(made: bytes) -> None:
    sheet = book(made)["来源"]
    last = int(str(sheet.print_area).rpartition("$")[2])
    assert last < 6 and sheet.max_row > 1000
    assert "逐条明细不在打印范围内" in str(sheet["A2"].value)


def test_too_many_sources_stand_whole_in_a_second_file(
    made: bytes, contents: Contents, board: Board, actor: Actor, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = [row[:13] for row in rows(made, "来源") if row[0] and row[9]]
    monkeypatch.setattr(origin, "MOST", 500)
    request = ExportRequest("xlsx", "outlook", OCTOBER, "", contents.exhibits)
    first, second = export(board, actor, request).files
    assert second.name == f"{first.name.removesuffix('.xlsx')}_来源.xlsx"
    assert second.sha256 != first.sha256 and first.exhibits and not second.exhibits
    sheet = book(first.data)["来源"]
    assert sheet.max_row == 2 and "全部列在随附的另一个文件里" in str(sheet["A2"].value)
    opened = book(second.data)
    assert opened.sheetnames == [f"来源{n}" for n in range(1, len(opened.sheetnames) + 1)]
    listed = [row[:13] for name in opened.sheetnames for row in rows(second.data, name)
              if row[0] and row[9]]  # fmt: skip
    listed = [row for row in listed if row[0] != "指标"]
    assert all(one.max_row < 520 for one in opened)
    assert [row for row in whole if row[0] != "指标"] == listed
    words = Namespace(
        cwd=str(tmp_path), out="数据.xlsx", snapshot=None, format="xlsx", view="outlook",
        period="2008-10", as_of=None, indicator="pm10", area=None,
    )  # fmt: skip
    said = export_command(board, actor, words)[0]
    assert said["beside"] == str(tmp_path / "数据_来源.xlsx")
    assert (tmp_path / "数据_来源.xlsx").exists()


def test_a_sheet_prints_no_more_pages_than_it_may_and_says_what_is_left_out() -> None:
    made = Book()
    page = made.page("数据", Header("题", "批次", "来源"), [10] * 8)
    page.sentence("题", 16)
    page.quiet("注。")
    page.heads(["列"] * 8, repeat=True)
    for n in range(300):
        page.text(0, str(n), made.look())
        page.row += 1
    page.print_pages(5, (1, "注。"), 3)
    assert page.fits(20, 3) == page.row
    sheet = book(made.close())["数据"]
    last = int(str(sheet.print_area).rpartition("$")[2])
    assert 100 < last < 300
    assert f"打印到第 {last} 行为止" in str(sheet["A2"].value)


def test_months_are_the_published_figures_of_the_service(
    board: Board, actor: Actor, made: bytes
) -> None:
    found = {(row[2], row[3]): row for row in rows(made, "数据") if row[0] == "PM10"}
    indicator = board.catalog.indicator("pm10")
    for area in ("兰州市", "西固区"):
        points = monthly(board, actor, "pm10", area, (2007, 2008), OCTOBER.month.as_of)
        for point in points:
            month = point.month.start
            text = exact(point.single.value, point.single.unit, "mg/m³", indicator)
            assert found[area, month.year][3 + month.month] == float(text or "nan")


def test_the_running_figure_stands_published_and_exact(
    board: Board, actor: Actor, made: bytes
) -> None:
    year = parse_period("2008")
    verdicts = assess(board, actor, year, OCTOBER.month.as_of, indicator="pm10").rows
    published = {row.area: row for row in verdicts if row.line == "target"}
    for row in rows(made, "数据"):
        if row[0] == "PM10" and row[3] == 2008:
            verdict = published[row[2]]
            assert row[16] == float(verdict.published or "nan")
            assert row[17] == pytest.approx(float(verdict.value or "nan"), rel=1e-12)


def test_needed_values_are_formulas_that_give_the_published_number(made: bytes) -> None:
    with_values, with_formulas = book(made)["结论"], book(made, values=False)["结论"]
    seen = 0
    for line in with_formulas.iter_rows():
        cell = line[3]
        if cell.data_type != "f":
            continue
        seen += 1
        terms = re.fullmatch(
            r"=ROUNDDOWN\(ROUND\(\((\w+)\*\((\w+)\+(\w+)\)-(\w+)\*\2\)/\3,9\),3\)", cell.value
        )
        assert terms
        limit, days, left, mean = (
            Decimal(repr(with_values[name].value)) for name in terms.groups()
        )
        needed = (limit * (days + left) - mean * days) / left
        shown = with_values[cell.coordinate].value
        assert float(round(needed, 9).quantize(Decimal("0.001"), ROUND_DOWN)) == shown
    assert seen == 9


def test_the_needed_values_are_those_of_the_page(contents: Contents, made: bytes) -> None:
    needs = next(one for one in contents.exhibits if one.kind == "needs")
    assert needs.table is not None
    lines = list(rows(made, "结论"))
    below = next(n for n, line in enumerate(lines) if str(line[0]).startswith(needs.verdict))
    found: dict[str, tuple[Any, ...]] = {}
    for line in lines[below:]:
        found.setdefault(str(line[0]), line)
    for row in needs.table.rows:
        own = found[row[0].text]
        assert [f"{own[n]:.3f}" for n in (1, 2, 3)] == [row[n].text for n in (1, 2, 3)]


def test_a_status_is_shape_and_word(made: bytes) -> None:
    looks = {f"{look.glyph} {look.word}" for look in STATUS.values()}
    shown = [str(value) for row in rows(made, "结论") for value in row]
    assert any(look in text for look in looks for text in shown)


def test_charts_are_native_and_read_the_figures_of_their_sheet(
    contents: Contents, made: bytes
) -> None:
    files = parts(made)
    charts = [files[name] for name in sorted(files) if name.startswith("xl/charts/chart")]
    expected = [chart for one in contents.exhibits if (chart := drawable(one))]
    assert len(charts) == len(expected) == 6
    sheet = book(made)["图表"]
    for xml in charts:
        assert bare_chart_runs(xml) == 0
        references = re.findall(r"<c:val><c:numRef><c:f>'图表'!([^<]+)</c:f>", xml.decode())
        for reference, points in zip(references, cached_points(xml), strict=True):
            cells = [cell for line in sheet[reference.replace("$", "")] for cell in line]
            values = [cell.value for cell in cells if cell.value is not None]
            assert values == pytest.approx([float(point) for point in points], rel=1e-12)
        assert references


def test_sources_are_the_observations_with_file_sheet_and_cell(
    board: Board, actor: Actor, made: bytes
) -> None:
    span = parse_period("2008-01..2008-10")
    listed = list_observations(board, actor, indicator="pm10", period=span)
    found = [row for row in rows(made, "来源") if row[0] == "PM10"]
    assert len(found) == len(listed) > 1000
    assert {(r[10], r[11], r[12], r[6]) for r in found} == {
        (r["file"], r["sheet"], r["cell"], float(r["value"]) if r["value"] else None)
        for r in listed
    }


def test_the_method_names_the_rule_and_its_document(made: bytes) -> None:
    text = " ".join(str(value) for row in rows(made, "口径") for value in row)
    assert "GB/T 8170" in text and "GB 3095-1996" in text


def test_the_same_figures_give_the_same_bytes(
    board: Board, actor: Actor, contents: Contents, made: bytes
) -> None:
    assert workbook(Questions(board, actor), contents) == made


def test_no_text_becomes_a_formula_or_a_link(
    board: Board, actor: Actor, contents: Contents
) -> None:
    gap = next(one for one in contents.exhibits if one.kind == "gap")
    assert gap.table is not None
    table = Table(gap.table.heads, tuple((Cell(n), Cell(n), Cell(n)) for n in HOSTILE))
    bad = replace(
        gap, verdict="=cmd()", subtitle="@x", notes=HOSTILE, table=table, figure=None, kind="x"
    )
    data = workbook(Questions(board, actor), Contents("outlook", OCTOBER, "=title()", "+x", (bad,)))
    assert points_outside(data) == []
    opened = book(data, values=False)
    cells = [cell for sheet in opened for line in sheet.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = {cell.value for cell in opened["结论"]["A"]}
    assert set(HOSTILE) <= texts


def test_forty_districts_are_bars_with_every_name(contents: Contents) -> None:
    ranking = [one for one in contents.exhibits if one.kind == "ranking"]
    (many,) = crowd(ranking, 40)
    chart = drawable(many)
    assert chart is not None
    ready = package(chart, 15.6, 6.0, 9.0)
    names = cached_points(ready.xml, "strCache")
    long = "积石山保安族东乡族撒拉族自治县"
    assert any(name.startswith(long) for series in names for name in series)
    assert b'<c:barDir val="bar"/>' in ready.xml
    assert ready.high > 40 * 0.4  # cm, a bar and its name


def test_an_exhibit_of_the_meeting_is_in_the_book_by_its_sentence(
    contents: Contents, made: bytes
) -> None:
    text = " ".join(str(value) for row in rows(made, "结论") for value in row if value)
    shown: list[Exhibit] = list(contents.exhibits)
    assert all(one.verdict in text for one in shown)
