"""A board on which targets are the only lines: whatever it judges, it judges a target."""

import re

import pytest

from chuangmo.assess import lines
from chuangmo.catalog.catalog import Catalog

#: Where 达标 is part of a name, or is said of the national standard by its name.
_NAMES = re.compile(
    r"未达标、未完成|国家标准(?:[≤≥][\d.]+)?未达标|"
    r"(?:浓度|水质)达标|"  # the requirements of programmes, by their text
    r"达标[率区]|稳定达标|能力建设达标|是否达标|达标(?:办事处|社区|村)|(?:排放|黑度|检测|城市管理|计划)达标|达标[（(]?[水取]|达标点次|达标次数|达标 ?\d+ ?次|对标准的"
)


def only_targets(patch: pytest.MonkeyPatch) -> None:
    """Take national standards, schemes and results entered for their items away."""
    patch.setattr(Catalog, "item_entry", lambda *_: None)
    for name in ("_standard_line", "_scheme_line", "_water_line"):
        patch.setattr(lines, name, lambda *_, **__: None)


def said_of_targets(text: str) -> list[str]:
    """Where 达标 is said although nothing but targets is judged."""
    bare = _NAMES.sub("＿", re.sub(r"<style.*?</style>|<[^>]*>", "¶", text, flags=re.DOTALL))
    return [bare[max(0, m.start() - 20) : m.end() + 10] for m in re.finditer("达标", bare)]
