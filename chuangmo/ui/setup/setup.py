"""设置我的城市: the steps, each of which can be left for later."""

from chuangmo.service.decisions.own_city import is_demonstration, is_settled, own_city
from chuangmo.ui import reads
from chuangmo.ui.setup.choosing import show_choice
from chuangmo.ui.setup.filling import FILLINGS, show_filling
from chuangmo.ui.setup.finish import done_steps, show_finish
from chuangmo.ui.setup.steps import CITY, TARGETS, chosen_step, head
from chuangmo.ui.setup.targets import show_targets


def show_setup() -> None:
    """The row of steps and the one that is shown; before there is a city, only its choice."""
    board = reads.get_board()
    own = own_city(board, reads.actor())
    if not own.own or is_demonstration(board):
        head(CITY, ("您的城市是哪一个？", "选定之后看板马上可用，其余各步可以以后再补。"))
        show_choice()
        return
    name = own.catalog.city.name
    step = chosen_step(done_steps())
    if step is CITY:
        settled = is_settled(board)
        more = (
            "已有真实数据，不再改作别的城市。"
            if settled
            else "导入第一份月报之前，还可以改选别的城市。"
        )
        head(step, (f"本看板是{name}的。", more))
        if not settled:
            show_choice()
    elif step.key in FILLINGS:
        show_filling(step, name)
    elif step is TARGETS:
        show_targets(step, name)
    else:
        show_finish(name)
