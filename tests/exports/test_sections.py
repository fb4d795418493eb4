"""The sections as an exhibit: what page and file say of items measured, unmeasured and missed."""

from pathlib import Path

from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.period import parse_period
from tests.stored_rows import ACTOR, board_with


def test_the_table_says_how_many_items_were_measured_and_which_section_missed(
    tmp_path: Path,
) -> None:
    place = {"area": "安宁区", "period": "2008-01"}
    rows = [
        {"indicator": "codmn", "site": "甲桥", "value": "3", **place},
        {"indicator": "codmn", "site": "乙桥", "value": "7", **place},
        *(
            {"indicator": "water_target_class", "site": site, "value": "3", "statistic": "value",
             **place}
            for site in ("甲桥", "乙桥")
        ),
    ]  # fmt: skip
    request = ViewRequest(period=parse_period("2008-01"), area="安宁区")
    with board_with(tmp_path, "lanzhou", rows) as board:
        found = build("district", board, ACTOR, request)
    made = next(one for one in found if one.kind == "sections")
    assert made.table is not None
    cells = {
        row[0].text: [cell.text or cell.status for cell in row[1:6]] for row in made.table.rows
    }
    assert cells == {
        "甲桥": ["安宁区", "Ⅲ类", "最好为Ⅱ类", "1/21", "insufficient_data"],
        "乙桥": ["安宁区", "Ⅲ类", "最好为Ⅳ类", "1/21", "missed"],
    }
    assert "1个劣于目标类别（乙桥）" in made.verdict and "2个没有测全" in made.verdict
    assert all("未测" in row[7].text for row in made.table.rows)
