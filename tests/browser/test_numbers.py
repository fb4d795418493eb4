"""The numbers on 总览, 指标, 区县 and 任务 are those of the command line, cell by cell."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from chuangmo.status import STATUS_WORD, shown_status
from tests.browser.served import Server, Visitor, command
from tests.browser.walking import cells

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
Rows = dict[tuple[str, str], dict[str, Any]]
TASK = "boiler_retrofit_units"


@pytest.fixture(scope="module")
def answered(board: Server) -> list[dict[str, Any]]:
    """What the command ``assess`` says of the same month, asked of the running board."""
    asked = ("assess", "--period", "2008", "--as-of", "2008-10-31", "--json")
    return list(json.loads(command(board.home, *asked))["rows"])


def of_line(rows: list[dict[str, Any]], line: str) -> Rows:
    return {(r["area"], r["indicator"]): r for r in rows if r["line"] == line}


def plain(text: str) -> str:
    """Without the thin spaces that set off thousands."""
    return re.sub(r"(?<=\d)[\u2009\u202f\u00a0 ](?=\d{3})", "", text)


def same(figure: str, row: dict[str, Any]) -> bool:
    """The published figure; where none may be published, the value to the places shown."""
    if row["below"] or row["value"] is None:
        return figure == (row["below"] or "—")
    places = len(figure.partition(".")[2])
    said = Decimal(row["published"] or row["value"])
    return abs(Decimal(figure) - said) <= Decimal(0 if row["published"] else 0.5).scaleb(-places)


@pytest.mark.parametrize(
    ("line", "choice"), [("standard", "国家标准"), ("scheme", "创模指标"), ("target", "年度目标")]
)
def test_every_cell_of_the_overview_is_the_command_lines(
    line: str, choice: str, answered: list[dict[str, Any]], board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open(f"/?month=2008-10&line={choice}")
    rows, shown = of_line(answered, line), cells(visitor)
    assert len(shown) > 20
    for key, said in shown.items():
        row = rows[key]
        word = STATUS_WORD[shown_status(row["status"], row["line"])]
        assert said.startswith(word), (key, said)
        figure = plain(said.removeprefix(word).strip()).split(" ")[0]
        assert same(figure, row), (key, said, row)


def test_the_indicator_page_says_the_command_lines_figure(
    answered: list[dict[str, Any]], board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open("/indicator?month=2008-10&indicator=so2&area=西固区")
    row = of_line(answered, "standard")["西固区", "so2"]
    said = visitor.page.locator(".cm-verdict h1").inner_text()
    assert row["published"] in said and row["limit"] in said
    traces: list[Any] = [trace for figure in visitor.plotted() for trace in figure]  # type: ignore[attr-defined]
    bars = {trace["name"]: trace["y"] for trace in traces}
    monthly = command(board.home, "mean", "--indicator", "so2", "--area", "西固区", "--period",
                      "2008-10", "--json")  # fmt: skip
    assert abs(bars["月值"][21] - float(json.loads(monthly)["published"])) < 0.0006


def test_the_district_page_lists_the_command_lines_values(
    answered: list[dict[str, Any]], board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open("/district?month=2008-10&area=安宁区")
    said = plain(visitor.page.locator(".cm-bullet").inner_text())
    rows = of_line(answered, "standard")
    values = [rows["安宁区", name]["published"] for name in ("pm10", "so2", "no2")]
    assert [value for value in values if value not in said] == []


def test_the_task_page_says_done_and_quota_of_the_command_line(
    answered: list[dict[str, Any]], board: Server, visit: Visit
) -> None:
    visitor = visit(board)
    visitor.open(f"/tasks?month=2008-10&indicator={TASK}")
    rows = {k: r for k, r in of_line(answered, "target").items() if k[1] == TASK and r["quota"]}
    said = plain(visitor.text())
    assert len(rows) > 5
    drawn = plain(said + _labels(visitor))
    city = rows.pop(("兰州市", TASK))
    assert f"完成{city['done']}台，占任务{city['quota']}台的" in said
    pairs = [f"{row['done']} / {row['quota']}" for row in rows.values()]
    assert [pair for pair in pairs if pair not in drawn] == []


def _labels(visitor: Visitor) -> str:
    """The words inside charts, which are no text of the page."""
    return str(
        visitor.page.evaluate(
            "() => JSON.stringify([...document.querySelectorAll('.js-plotly-plot')]"
            ".map(p => (p.layout.annotations || []).map(a => a.text)))"
        )
    )
