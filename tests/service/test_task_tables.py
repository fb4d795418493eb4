"""Boilers given as a table of counts: used, summed for the city, compared with the ledger."""

from pathlib import Path
from typing import Any

from tests.service.conftest import saved_book

UNITS = ("--indicator", "boiler_retrofit_units", "--period", "2008")


def table(folder: Path, **counts: int) -> str:
    lines = [[area, count] for area, count in counts.items()]
    heads = [["2008年锅炉改造情况表"], ["区县", "锅炉改造台数（台）"]]
    return saved_book(folder / "锅炉.xlsx", *heads, *lines)


def ledger(folder: Path) -> str:
    return saved_book(
        folder / "台账.xlsx",
        ["兰州市2008年锅炉改造台账（截至2008年12月31日）"],
        ["区县", "使用单位", "锅炉型号", "台数", "改造方式", "完成情况"],
        ["安宁区", "甲厂", "DZL2", 20, "煤改气", "已完成"],
        ["安宁区", "乙厂", "DZL2", 5, "煤改气", "已完成"],
        ["安宁区", "丙厂", "DZL2", 3, "煤改气", "未开工"],
    )


def figure(say: Any, area: str) -> dict[str, Any]:
    code, answer = say("mean", *UNITS, "--area", area)
    assert code == 0
    return dict(answer)


def test_a_table_of_counts_is_the_figure(say: Any, tmp_path: Path) -> None:
    assert say("import", table(tmp_path, 城关区=50, 安宁区=28))[0] == 0
    assert figure(say, "城关区")["value"] == "50"
    assert figure(say, "兰州市")["value"] == "78"
    found = say("trace", *UNITS, "--area", "城关区")[1]
    assert [(c["cell"], c["value"], c["used"]) for c in found["cells"]] == [("B3", "50", True)]


def test_beside_a_ledger_the_ledger_counts_and_the_difference_is_said(
    say: Any, tmp_path: Path
) -> None:
    say("import", table(tmp_path, 城关区=50, 安宁区=28))
    say("import", ledger(tmp_path))
    anning = figure(say, "安宁区")
    assert anning["value"] == "25"
    assert "安宁区报表为 28台，台账同期为 25台" in anning["note"]
    assert figure(say, "城关区")["value"] == "50"
    city = figure(say, "兰州市")
    assert city["value"] == "75" and "按报表数计入的区县：城关区" in city["note"]
    cells = say("trace", *UNITS, "--area", "兰州市")[1]["cells"]
    used = {(c["file"], c["cell"]) for c in cells if c["used"]}
    assert used == {("台账.xlsx", "D3"), ("台账.xlsx", "D4"), ("锅炉.xlsx", "B3")}
    assert any("按台账逐条计" in c["why"] for c in cells)


def test_equal_figures_need_no_word(say: Any, tmp_path: Path) -> None:
    say("import", table(tmp_path, 安宁区=25))
    say("import", ledger(tmp_path))
    anning = figure(say, "安宁区")
    assert anning["value"] == "25" and not anning["note"]


def test_tonnage_and_owners_given_as_a_table_are_used_and_compared(
    say: Any, tmp_path: Path
) -> None:
    heads = ["区县", "锅炉改造单位数（家）", "锅炉改造吨位（蒸吨）"]
    lines = [["2008年锅炉改造情况表"], heads, ["城关区", 35, 120.5], ["安宁区", 2, 90]]
    say("import", saved_book(tmp_path / "锅炉.xlsx", *lines))
    say(
        "import",
        saved_book(
            tmp_path / "台账.xlsx",
            ["兰州市2008年锅炉改造台账（截至2008年12月31日）"],
            ["区县", "使用单位", "锅炉型号", "台数", "蒸吨", "改造方式", "完成情况"],
            ["安宁区", "甲厂", "DZL2", 20, 80, "煤改气", "已完成"],
            ["安宁区", "乙厂", "DZL2", 5, 7.5, "煤改气", "已完成"],
        ),
    )

    def asked(indicator: str, area: str) -> dict[str, Any]:
        return dict(say("mean", "--indicator", indicator, "--period", "2008", "--area", area)[1])

    tonnage = asked("boiler_retrofit_tonnage", "安宁区")
    assert tonnage["value"] == "87.5"
    assert "安宁区报表为 90蒸吨，台账同期为 87.5蒸吨" in tonnage["note"]
    assert asked("boiler_retrofit_tonnage", "兰州市")["value"] == "208"
    owners = asked("boiler_retrofit_owners", "安宁区")
    assert owners["value"] == "2" and not owners["note"]  # both say two
    assert asked("boiler_retrofit_owners", "城关区")["value"] == "35"
