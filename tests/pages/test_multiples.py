"""Small multiples: every district on one scale, each a link to its own page."""

import re

from chuangmo.service.board import Board
from tests.pages.conftest import opened, words


def test_every_district_is_drawn_on_one_scale_and_leads_to_itself(seen: Board) -> None:
    page = words(opened("indicator.py", month="2008-12", indicator="pm10", area="城关区"))
    many = page.partition('class="cm-many"')[2].partition("</ul>")[0]
    panels = many.split("<li")[1:]
    assert len(panels) == len(seen.catalog.city.districts)
    assert sum('class="own"' in one[:20] for one in panels) == 1
    for one in panels:
        area = re.findall(r"<b>(.*?)</b>", one)[0]
        assert f"area={area}" in one or "area=%" in one
        assert len(re.findall(r"<i[ >]", one)) == 12
    heights = [int(found) for found in re.findall(r'style="height:(\d+)%"', many)]
    assert max(heights) == 100 or re.search(r"bottom:100%", many)


def test_tasks_are_not_drawn_as_if_their_amounts_compared(seen: Board) -> None:
    asked = {"month": "2008-12", "indicator": "boiler_retrofit_units"}
    assert "cm-many" not in words(opened("indicator.py", **asked))
