"""Every role walks through the pages it is offered; a link shows the next person the same view."""

from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor
from tests.browser.walking import english, follow, log_in, titles
from tests.two_forms import is_long

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]

VIEWERS = {
    "": ["总览"],
    "看数": ["指标", "区县", "地图", "任务", "年度推演", "创模清单", "考核"],
    "办事": ["报送", "督办", "批次与溯源"],
    "会议": ["导出中心", "会议模式"],
    "规则": ["口径与标准"],
}
WORKERS = VIEWERS | {"办事": ["上传", "报送", "督办", "批次与溯源"]}
ADMINISTRATORS = ["设置", "用户与权限", "审计"]
OFFERED = {"zhao": VIEWERS, "li": WORKERS, "qian": WORKERS,
           "wang": WORKERS | {"管理": ADMINISTRATORS}}  # fmt: skip
#: Where people of different roles are offered different things.
BY_ROLE = ["总览", "督办", "导出中心", "上传", "批次与溯源", "口径与标准"]
LINK = "/indicator?month=2008-09&indicator=so2&area=安宁区"


@pytest.mark.parametrize("name", OFFERED)
def test_a_role_walks_through_all_pages_it_is_offered(
    name: str, guarded: Server, visit: Visit
) -> None:
    """The viewer sees everything; the others, in the short form, what is theirs.

    Who may do everything walks through all pages in ``test_every_page.py``.
    """
    visitor = visit(guarded)
    log_in(visitor, name)
    assert len(OFFERED[name]) <= 6 and titles(visitor) == OFFERED[name]
    offered = [title for titles in OFFERED[name].values() for title in titles]
    offered.remove("会议模式")  # has no bar to go on from
    theirs = [title for title in offered if title in (*BY_ROLE, *ADMINISTRATORS)]
    for title in offered if is_long() or name == "zhao" else theirs:
        follow(visitor, title)
        text = visitor.text()
        assert name in text and "故障" not in text, title
        assert len(text) > 200, title
        assert english(visitor) == set(), title
        visitor.assert_clean()


@pytest.mark.parametrize("path", ["/users", "/audit", "/settings", "/setup"])
def test_a_page_for_administrators_does_not_open_for_a_reviewer(
    path: str, guarded: Server, visit: Visit
) -> None:
    visitor = visit(guarded)
    log_in(visitor, "qian")
    visitor.open(path)
    assert "要“管理”权限才能打开" in visitor.text()
    assert "wang" not in visitor.text()


def test_a_link_shows_another_person_the_same_view(guarded: Server, visit: Visit) -> None:
    first, second = visit(guarded), visit(guarded)
    log_in(first, "zhao")
    first.open(LINK)
    log_in(second, "qian")
    second.open(first.page.url.removeprefix(guarded.url))
    shown = [
        v.page.locator("[data-testid=stMain]")
        .inner_text()
        .replace(v.page.locator(".cm-ways").inner_text(), "", 1)
        .replace(f"{name}（{role}）", "", 1)
        .split()
        for v, name, role in ((first, "zhao", "查看"), (second, "qian", "审核"))
    ]
    # The forms that only who may write sees, and the arrow before their titles.
    forms = ("大事记（0）", "写说明：", "keyboard_arrow_right")
    left, right = ([word for word in words if not word.startswith(forms)] for words in shown)
    assert left == right
    assert "安宁区" in shown[0] and "2008年1—9月" in " ".join(shown[0])
    assert first.plotted() == second.plotted()
