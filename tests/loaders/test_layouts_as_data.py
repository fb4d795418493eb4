"""A form as data reads what recognition reads; one that does not fit any more says so and yields."""

from pathlib import Path

import pytest

from chuangmo.catalog.layouts import Layout, parse_layouts, rendered
from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.composing import compose
from tests.loaders.forms import FORMS, Form
from tests.loaders.reading_lists import read, wanted
from tests.loaders.shipped import SAMPLES
from tests.loaders.staging import codes, found, keys, sheet, shipped, staged


def recognised(lines: str | list[Sheet], name: str = "表.xlsx", **more: object) -> StagedBatch:
    """Read by words and cells alone."""
    return staged(lines, name=name, layouts=(), **more)


def known_of(batch: StagedBatch) -> set[str]:
    named = {layout.known for layout in batch.layouts}
    lists = {
        r for s in batch.sheets for r in s.reasons if r.startswith("已知版式") and "；" not in r
    }
    return named | {text.removeprefix("已知版式“").removesuffix("”") for text in lists}


def same(one: StagedBatch, other: StagedBatch) -> bool:
    tables = one.observations.equals(other.observations) and one.ledger.equals(other.ledger)
    return tables and one.questions == other.questions and one.diagnostics == other.diagnostics


def learned(batch: StagedBatch, folder: Path) -> tuple[Layout, ...]:
    """The forms of a batch, written to a file and read back."""
    unique = {one.fingerprint: one.layout for one in batch.layouts}
    (folder / "learned.toml").write_bytes(rendered(list(unique.values())))
    return tuple(parse_layouts((folder / "learned.toml").read_bytes(), "learned.toml"))


# -- both roads give the same ----------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_shipped_form_reads_what_recognition_reads(name: str) -> None:
    sample = SAMPLES[name]()
    mine = tuple(one for one in shipped() if name in (one.id, one.id[:-2]))
    by_layout, plain = sample(mine), sample(())
    assert same(by_layout, plain)
    assert by_layout.observations.num_rows + by_layout.ledger.num_rows > 0
    if name != "form-boilers":  # the same as that of the demonstration
        assert known_of(by_layout) == {one.title for one in mine}


def test_every_shipped_form_has_a_workbook() -> None:
    covered = {one.id for one in shipped() if one.id in SAMPLES or one.id[:-2] in SAMPLES}
    assert covered == {one.id for one in shipped()} and len(covered) > 25


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_learned_form_reads_what_recognition_reads(form: Form, tmp_path: Path) -> None:
    plain = recognised(form.sheets(), form.file)
    again = staged(form.sheets(), name=form.file, layouts=learned(plain, tmp_path))
    assert same(again, plain) and all(one.known for one in again.layouts)


def test_all_forms_at_once_misread_none() -> None:
    known: dict[str, Layout] = {}
    for form in FORMS:
        for one in recognised(form.sheets(), form.file).layouts:
            known.setdefault(f"{form.name}/{one.fingerprint}", one.layout)
    all_of_them = (*known.values(), *shipped())
    wrong = [
        f.name
        for f in FORMS
        if read(staged(f.sheets(), name=f.file, layouts=all_of_them)) != wanted(f)
    ]
    assert wrong == []


def test_composed_workbooks_read_the_same_by_their_forms(tmp_path: Path) -> None:
    wrong = []
    for seed in range(60):
        made = compose(seed)
        plain = recognised(made.sheets, made.file)
        again = staged(made.sheets, name=made.file, layouts=learned(plain, tmp_path))
        if not same(again, plain) or not all(one.known for one in again.layouts):
            wrong.append(seed)
    assert wrong == []


# -- what the data say is what is read -------------------------------------------------------------

AIR = "{title}\n区县|PM10|SO2\n城关区|0.1|0.05\n安宁区|0.2|0.06"
MONTH = ("2008-11-01", "month")


def air(**changes: object) -> Layout:
    whole = recognised(AIR.format(title="2008年10月（mg/m³）")).layouts[0].layout
    return whole.model_copy(update=changes)


def recolumned(**changes: str) -> Layout:
    whole = air()
    columns = tuple(
        c.model_copy(update=changes) if c.indicator == "so2" else c for c in whole.column
    )
    return whole.model_copy(update={"column": columns})


def test_another_indicator_in_the_data_is_another_indicator_read() -> None:
    batch = staged(AIR.format(title="2008年11月（mg/m³）"), layouts=(recolumned(indicator="no2"),))
    assert found(batch)["no2", "安宁区", *MONTH] == "60"
    assert {key[0] for key in found(batch)} == {"pm10", "no2"}


def test_a_column_that_the_form_leaves_out_is_not_read() -> None:
    known = recolumned(role="ignored", indicator="", reason="left-out")
    batch = staged(AIR.format(title="2008年11月（mg/m³）"), layouts=(known,))
    assert {key[0] for key in found(batch)} == {"pm10"} and codes(batch) == ["unknown-label"]


def test_rows_that_the_form_leaves_out_are_counted() -> None:
    batch = staged(AIR.format(title="2008年11月（mg/m³）"), layouts=(air(leave_out=("安 宁 区",)),))
    assert [(s.readings, s.set_aside) for s in batch.sheets] == [(4, 2)]
    assert codes(batch) == ["left-out-row"]


PLACED = "2008年11月{}（mg/m³）\n日期|PM10\n2008-11-01|0.1\n2008-11-02|0.2"


def placed(title: str, name: str, **more: object) -> StagedBatch:
    return staged([sheet(PLACED.format(title), name)], **more)


def test_the_place_is_read_where_the_form_has_it() -> None:
    by_title = placed("城关区", "表", layouts=()).layouts[0].layout
    by_sheet = placed("", "城关区", layouts=()).layouts[0].layout
    batch = placed("", "安宁区", layouts=(by_title, by_sheet))
    assert set(batch.observations["area"].to_pylist()) == {"安宁区"}
    assert [one.fingerprint for one in batch.layouts] == [*by_sheet.fingerprint]
    assert not placed("", "安宁区", layouts=(by_title,)).layouts[0].known


@pytest.mark.parametrize("name", ["表", "城关区"])
def test_a_form_does_not_silence_title_and_sheet_that_contradict(name: str) -> None:
    """The form stays: what a person corrected in it holds after the answer too."""
    known = placed("城关区", name, layouts=()).layouts[0].layout
    asked = placed("城关区", "安宁区", layouts=(known,))
    assert keys(asked) == ["area"] and asked.layouts[0].known
    answers = {asked.questions[0].key: "安宁区"}
    told = placed("城关区", "安宁区", layouts=(known,), answers=answers)
    assert set(told.observations["area"].to_pylist()) == {"安宁区"} and told.layouts[0].known


def test_words_restrict_a_form() -> None:
    known = air(words=("月报表",))
    assert not staged(AIR.format(title="2008年11月（mg/m³）"), layouts=(known,)).layouts[0].known
    assert staged(AIR.format(title="2008年11月月报表（mg/m³）"), layouts=(known,)).layouts[0].known


def test_a_form_without_a_column_that_may_be_absent_fits() -> None:
    known = recolumned()
    columns = tuple(
        c.model_copy(update={"optional": True}) if c.role == "value" else c for c in known.column
    )
    known = known.model_copy(update={"column": columns})
    assert staged("2008年11月（mg/m³）\n区县|SO2\n城关区|0.1", layouts=(known,)).layouts[0].known


# -- a form that does not fit any more ---------------------------------------------------------------

CHANGED: dict[str, tuple[str, str]] = {
    "one more pollutant": (
        "2008年11月（mg/m³）\n区县|PM10|SO2|NO2\n城关区|0.1|0.05|0.04\n安宁区|0.2|0.06|0.03", "多了“NO2”"),
    "one pollutant less": ("2008年11月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2", "缺“so2”"),
    "the unit is not in the title": (
        AIR.format(title="2008年11月").replace("|0.05", "|0.0512").replace("|0.06", "|0.0612"), "单位"),
    "the period went into the rows": (
        "（mg/m³）\n区县|PM10|SO2\n城关区|0.1|0.05\n安宁区|0.2|0.06", "时段"),
    "a column holds names now": (
        "2008年11月（mg/m³）\n区县|PM10|SO2\n城关区|0.1|甲站\n安宁区|0.2|乙站", "名称"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_a_form_that_does_not_fit_says_why_and_recognition_takes_over(name: str) -> None:
    lines, why = CHANGED[name]
    batch, plain = staged(lines, layouts=(air(),)), recognised(lines)
    told = [d for d in batch.diagnostics if d.code == "layout-changed"]
    assert len(told) == 1 and why in told[0].message and told[0].severity == "notice"
    assert batch.observations.equals(plain.observations) and keys(batch) == keys(plain)
    assert not batch.layouts[0].known and batch.layouts[0].layout == plain.layouts[0].layout


def test_a_table_of_another_kind_is_not_compared() -> None:
    batch = staged("2008年11月（dB(A)）\n点位|区县|昼间|夜间\n甲|城关区|55|45", layouts=(air(),))
    assert "layout-changed" not in codes(batch)


@pytest.mark.parametrize("more", ["备注", "排名"])
def test_a_column_that_nothing_is_read_from_changes_no_form(more: str) -> None:
    lines = f"2008年11月（mg/m³）\n区县|PM10|SO2|{more}\n城关区|0.1|0.05|1\n安宁区|0.2|0.06|2"
    batch = staged(lines, layouts=(air(),))
    assert batch.layouts[0].known and same(batch, recognised(lines))


def test_a_form_that_breaks_a_hard_stop_stops() -> None:
    lines = AIR.format(title="2008年11月（mg/m³）").replace("安宁区", "城关区")
    assert "duplicate-key" in codes(staged(lines, layouts=(air(),)))


# -- corrections by a person -------------------------------------------------------------------------


def corrected(lines: str, said: str, **more: object) -> StagedBatch:
    prefix = recognised(lines).sha256[:8]
    return recognised(lines, answers={f"{prefix}/Sheet1/columns": said}, **more)


def test_a_correction_is_read_kept_and_applied_next_month(tmp_path: Path) -> None:
    first = corrected(AIR.format(title="2008年10月（mg/m³）"), "SO2=no2")
    assert {key[0] for key in found(first)} == {"pm10", "no2"}
    assert (
        first.layouts[0].fingerprint
        == recognised(AIR.format(title="2008年10月（mg/m³）")).layouts[0].fingerprint
    )
    later = staged(AIR.format(title="2008年11月（mg/m³）"), layouts=learned(first, tmp_path))
    assert found(later)["no2", "城关区", *MONTH] == "50" and later.layouts[0].known
    assert {r["form"] for r in later.observations.to_pylist()} == {first.layouts[0].fingerprint}


def test_a_correction_reads_a_column_that_nobody_knew() -> None:
    lines = "2008年10月（mg/m³）\n区县|一号值|二号值\n城关区|0.1|0.05"
    assert recognised(lines).rejected
    batch = corrected(lines, "一号值=pm10")
    assert found(batch) == {("pm10", "城关区", "2008-10-01", "month"): "100"}
    assert next(d.found for d in batch.diagnostics if d.code == "ignored-column") == "二号值"


def test_like_columns_may_be_corrected_apart(tmp_path: Path) -> None:
    lines = "2008年{m}月（mg/m³）\n区县|东站||西站|\n|PM10|SO2|PM10|SO2\n城关区|0.1|0.05|0.2|0.06"
    first = corrected(lines.format(m=10), "东站/PM10=pm10;西站/PM10=;西站/SO2=;东站/SO2=no2")
    assert sorted(key[0] for key in found(first)) == ["no2", "pm10"]
    later = staged(lines.format(m=11), layouts=learned(first, tmp_path))
    assert found(later)["no2", "城关区", *MONTH] == "50" and len(found(later)) == 2
