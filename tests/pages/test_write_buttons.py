"""What one may not do is not offered: no button of a role that the person has not."""

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.service.board import Board
from chuangmo.ui import reads
from chuangmo.ui.parts import person
from tests.pages.conftest import opened, words

#: Buttons that change something, by page, with the least role that the service asks for.
WRITES = {
    "batches.py": {"撤回／恢复": REVIEWER},
    "supervision.py": {"立项": REVIEWER},
    "assessment.py": {"写入": REVIEWER},
    "scheme.py": {"写入": REVIEWER, "写入有改动的": REVIEWER, "写入这一条": REVIEWER},
    "exports.py": {"为2008年12月会议定稿": UPLOADER},
}
ORDER = (VIEWER, UPLOADER, REVIEWER, ADMIN)


@pytest.fixture
def act_as(monkeypatch: pytest.MonkeyPatch):
    def act(role: str) -> None:
        someone = Actor("某某", role, "page")
        monkeypatch.setattr(person, "current_person", lambda: someone)
        monkeypatch.setattr(reads, "current_person", lambda: someone)

    return act


def buttons(app: AppTest) -> set[str]:
    return {one.label for one in app.button}


@pytest.mark.parametrize("role", ORDER)
def test_a_role_is_offered_what_it_may_do_and_nothing_else(role, act_as, seen: Board) -> None:
    act_as(role)
    for page, writes in WRITES.items():
        shown = buttons(opened(page)) & set(writes)
        may = {name for name, least in writes.items() if ORDER.index(role) >= ORDER.index(least)}
        assert shown == may, page


@pytest.mark.parametrize(("role", "offered"), [(VIEWER, False), (UPLOADER, True)])
def test_an_empty_board_offers_the_upload_to_who_may_upload(
    role, offered, act_as, empty: Board
) -> None:
    act_as(role)
    app = opened("overview.py")
    assert ("去上传" in buttons(app)) == offered
    assert ("请有“上传”权限的人导入一份月报" in words(app)) != offered


@pytest.mark.parametrize(
    ("page", "title", "least"),
    [
        ("upload.py", "上传", "上传"),
        ("users.py", "用户与权限", "管理"),
        ("setup.py", "设置我的城市", "管理"),
    ],
)
def test_a_page_opened_by_its_address_says_which_right_it_needs(
    page: str, title: str, least: str, act_as, seen: Board
) -> None:
    act_as(VIEWER)
    app = opened(page)
    assert f"“{title}”要“{least}”权限才能打开。" in words(app)
    assert not buttons(app)
