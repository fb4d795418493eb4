"""考核 on its page: what is 未评 and why, and a mark entered from a paper."""

from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from tests.pages.conftest import ACTOR, opened, words


def test_the_page_names_what_is_not_marked_and_ranks_nobody(seen: Board) -> None:
    app = opened("assessment.py", month="2008-12", assessed="西固区")
    text = words(app)
    assert "各区县都有项目未评，没有名次" in text
    assert "没有排名：城关区的" in text and "环境监察执法、信访办理、报表与档案未评" in text
    assert "西固区有" in text and "没有登记得分，未评。" in text
    assert "94户，未达到任务数100户" in text and "完成任务得满分；未完成按完成率计分" in text
    assert "28.20" in text and "演示数据" in text


def test_a_mark_is_entered_from_its_paper(full: Board) -> None:
    app = opened("assessment.py", month="2008-12")
    boxes = {box.label: box for box in app.selectbox}
    fields = {field.label: field for field in app.text_input}
    boxes["区县"].set_value("西固区")
    boxes["项目"].set_value("环境监察执法（满分10）")
    fields["分数（一票否决不填）"].set_value("8.5")
    fields["文号或文件名称"].set_value("兰环发〔2009〕3号")
    app.button[-1].click().run()
    assert not app.exception
    (one,) = changing.list_hand_marks(full, ACTOR, 2008)
    assert (one.entry.area, one.entry.points) == ("西固区", "8.5")
    assert one.entry.document == "兰环发〔2009〕3号" and one.by == one.entry.by != ""
    assert "西固区2008年的登记已写入" in app.success[0].value


def test_a_mark_without_its_paper_is_not_written(full: Board) -> None:
    app = opened("assessment.py", month="2008-12")
    boxes = {box.label: box for box in app.selectbox}
    boxes["区县"].set_value("西固区")
    app.button[-1].click().run()
    assert "请先填项目、文号或文件名称" in app.warning[0].value
    assert changing.list_hand_marks(full, ACTOR, 2008) == []
