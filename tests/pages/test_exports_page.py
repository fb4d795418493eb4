"""导出中心: filled from a page, ordered and renamed, built on a click, recorded in the audit."""

from io import BytesIO
from typing import Any

from pptx import Presentation

from chuangmo.access.actor import ADMIN, Actor, local_person
from chuangmo.exports.files import ExportFile
from chuangmo.period import parse_period
from chuangmo.service.auditing import audit_lines
from chuangmo.service.board import Board
from chuangmo.service.decisions import snapshots
from chuangmo.service.drafts.drafts import BASKET, load_draft
from chuangmo.service.imports.importing import withdraw
from chuangmo.settings import login_name
from tests.pages.conftest import ACTOR, ROOT, opened, words

BOSS = Actor("主管", ADMIN, "page")
PERSON = local_person(login_name(), "page")


def basket(board: Board) -> list[dict[str, Any]]:
    """What the person of this computer has in the basket."""
    draft = load_draft(board, PERSON, BASKET, "items")
    return list(draft.said["items"]) if draft else []


def test_a_page_fills_the_basket_and_the_basket_makes_a_file(full: Board) -> None:
    app = opened("overview.py", month="2008-12")
    app.button(key="offer-overview").click().run()
    assert not app.exception and "已加入 2 项" in app.toast[0].value
    app.button(key="offer-overview").click().run()
    held = basket(full)
    assert [item["key"] for item in held] == ["cards-2008-12", "overview-2008-12"]
    app.switch_page(str(ROOT / "pages" / "exports.py")).run()
    assert not app.exception and "导出中心有 2 项待导出。" in words(app)
    app.button(key=f"down-{held[0]['number']}").click().run()
    app.text_input(key=f"title-{held[0]['number']}").set_value("本月结论").run()
    app.button(key="basket_make").click().run()
    assert not app.exception
    (made,) = app.session_state["basket_files"]
    assert made.name == "2008-12_全市_进展.pptx"
    slides = Presentation(BytesIO(made.data)).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides if slide.shapes.title]
    assert "本月结论" in titles
    assert titles.index("本月结论") == len(titles) - 2  # the matrix before it, the method after
    recorded = [
        line.act for line in audit_lines(full.settings, BOSS) if line.act.action == "export"
    ]
    assert len(recorded) == 1 and made.sha256 in recorded[0].object


def test_what_is_removed_is_not_exported(full: Board) -> None:
    app = opened("overview.py", month="2008-12")
    app.button(key="offer-overview").click().run()
    first, second = basket(full)
    app.switch_page(str(ROOT / "pages" / "exports.py")).run()
    app.button(key=f"out-{first['number']}").click().run()
    assert basket(full) == [second]
    app.button(key="basket_empty").click().run()
    assert "导出中心还是空的。" in words(app)


def test_a_snapshot_is_frozen_and_the_banner_names_what_changed(full: Board) -> None:
    app = opened("exports.py")
    app.text_input[0].set_value("年终例会")
    app.button(key="snapshot_save").click().run(timeout=120)
    assert not app.exception and "已定稿“年终例会”" in app.success[0].value
    (saved,) = snapshots.list_snapshots(full, ACTOR)
    assert (saved.period, saved.by) == (parse_period("2008-12"), login_name())
    assert any("都没有变" in one.value for one in app.success)
    batch = next(b.batch for b in full.store.batches() if "2008年12月" in b.file)
    withdraw(full, ACTOR, batch, "数据有误")
    app.run(timeout=120)
    assert any(f"涉及批次 {batch}" in one.value for one in app.warning)
    app.button(key="snapshot_make").click().run(timeout=120)
    made: list[ExportFile] = app.session_state["snapshot_files"]
    assert [one.name.rpartition(".")[2] for one in made] == ["pptx"] and made[0].exhibits >= 10
