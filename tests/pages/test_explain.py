"""Every page has its 说明, and every word in it stands in the glossary."""

import re

from chuangmo.service.board import Board
from chuangmo.ui.parts.explain import PAGES, glossary
from tests.pages.conftest import ROOT, opened, words


def test_every_page_of_the_frame_is_explained() -> None:
    frame = (ROOT / "pages" / "frame.py").read_text(encoding="utf-8")
    titles = re.findall(r'Entry\("\w+\.py", "([^"]+)", "\w+"', frame)
    assert len(titles) > 10
    assert sorted(titles) == sorted(PAGES)


def test_every_word_stands_in_the_glossary_with_a_meaning() -> None:
    known = glossary()
    lost = [word for about in PAGES.values() for word in about.words if not known.get(word)]
    assert lost == []


def test_a_page_shows_its_explanation(empty: Board) -> None:
    text = words(opened("rules.py"))
    assert PAGES["口径与标准"].answers in text
    assert glossary()["有效性"] in text
