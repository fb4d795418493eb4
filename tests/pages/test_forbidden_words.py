"""The native reader's list, over what the pages of the demonstration say."""

import re

import pytest

from chuangmo.service.board import Board
from tests.forbidden import forbidden
from tests.pages.conftest import opened, words

PAGES = ["overview.py", "indicator.py", "district.py", "tasks.py", "map.py", "outlook.py",
         "scheme.py", "supervision.py", "rules.py"]  # fmt: skip
#: Parts of a page that are only drawn when opened.
PARTS = [(page, "") for page in PAGES] + [
    ("supervision.py", part) for part in ("待立项", "统计与通报")
]


@pytest.mark.parametrize(("page", "part"), PARTS)
@pytest.mark.parametrize("month", ["2008-11", "2008-12"])
def test_no_page_holds_a_forbidden_form(page: str, part: str, month: str, seen: Board) -> None:
    text = words(opened(page, month=month, **({"part": part} if part else {})))
    plain = re.sub(r"<style.*?</style>|<[^>]*>", "¶", text, flags=re.DOTALL)
    assert forbidden(plain) == []
