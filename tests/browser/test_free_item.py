"""A 整改事项 from a workbook to 销号 by a second person: overdue, extended and reopened on the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chuangmo.period import today
from tests.browser.served import PATIENCE, Server, Visitor
from tests.browser.walking import log_in

pytestmark = [pytest.mark.browser, pytest.mark.long]

Visit = Callable[..., Visitor]
HEADS = "区县,地点,问题来源,类别,交办日期,存在问题,整改措施,责任单位,办结时限"


def register() -> bytes:
    """One item, handed over long ago and overdue by five days."""
    late = today() - timedelta(days=5)
    row = f"安宁区,某砂石场,信访,大气,2020-01-06,物料未覆盖。,覆盖物料。,安宁区人民政府,{late}"
    return f"{HEADS}\n{row}\n".encode("utf-8-sig")


def said(visitor: Visitor, words: str) -> None:
    expect(visitor.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    visitor.settle()


def fill(visitor: Visitor, label: str, text: str, button: str) -> None:
    """Fill one text area and press the button of its form."""
    visitor.page.get_by_label(label, exact=True).first.fill(text)
    visitor.page.get_by_role("button", name=button, exact=True).first.click()


def test_a_free_item_goes_its_whole_way_as_two_people(guarded: Server, visit: Visit) -> None:
    first, second = visit(guarded), visit(guarded)
    log_in(first, "qian")
    first.open("/supervision")
    first.page.get_by_role("tab", name="台账进出").click()
    book = {"name": "台账.csv", "mimeType": "text/csv", "buffer": register()}
    first.page.locator("input[type=file]").last.set_input_files(book)  # type: ignore[arg-type]
    said(first, "1 件新立项")
    first.page.get_by_role("button", name="确认立项 1 件").click()
    said(first, "已立项 1 件整改事项")

    first.open("/supervision?item=整改〔2020〕1号")
    said(first, "逾期 5 天")
    first.page.get_by_text("延期", exact=True).first.click()
    fill(first, "延期的理由", "资金未到。", "批准延期")
    said(first, "整改〔2020〕1号已延期")
    said(first, "核查通过后才能销号")
    fill(first, "反馈办理情况", "已覆盖。", "提交反馈")
    said(first, "整改〔2020〕1号已反馈")
    fill(first, "核查情况", "现场已覆盖。", "登记核查")
    said(first, "已登记核查")
    said(first, "销号须由另一人办理")
    assert first.page.get_by_role("button", name="销号", exact=True).count() == 0

    log_in(second, "wang")
    second.open("/supervision?item=整改〔2020〕1号")
    fill(second, "销号的理由", "核查通过。", "销号")
    said(second, "整改〔2020〕1号已销号")
    fill(second, "恢复的理由", "复查反弹。", "恢复督办")
    said(second, "整改〔2020〕1号已恢复督办")
    history = second.text()
    for step in ("立项", "延期", "反馈", "核查通过", "销号", "恢复督办"):
        assert step in history
    first.assert_clean()
    second.assert_clean()
