"""Every task of the city in one table: done, due, what is left a month, who is behind most."""

from fractions import Fraction

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits import tasks
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.tasks import Tasks
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND
from chuangmo.wording import ABSENT, closed_up, figure, share_words, shown_value, unit_after

_HEADS = (
    ColumnHead("任务"), ColumnHead("完成 / 任务", "", True), ColumnHead("完成率", "", True),
    ColumnHead("与时序进度"), ColumnHead("余下每月须完成", "", True), ColumnHead("状态"),
    ColumnHead("落后最多的区县"),
)  # fmt: skip
_NOTE = "任务：余下每月须完成为未完成数按余下整月平分；时序进度按日计算。"


def task_list_exhibit(reader: Questions, month: Month) -> Exhibit | None:
    """The tasks with a quota of the city or of a district; ``None`` without any."""
    city = reader.catalog.city.name
    known = [i for i in tasks.tasks_of(reader, month) if tasks.is_reported(reader, month, i, city)]
    loaded = [tasks.load_tasks(reader, month, indicator, city) for indicator in known]
    views = [view for view in loaded if view.own.quota is not None or tasks.behind_rows(view)]
    if not views:
        return None
    bare = len(loaded) - len(views)
    rows = tuple(_row(view) for view in views)
    behind = [view.indicator.label for view in views if view.own.shown_as in BEHIND]
    named = "、".join(behind[:3]) + (f"等{len(behind)}项" if len(behind) > 3 else "")
    found: Foot = tasks.tasks_foot(reader, views[0])
    return Exhibit(
        key=f"task-list-{month.period.text}",
        verdict=f"{len(views)}项任务中，{named}落后" if behind else f"{len(views)}项任务都不落后",
        subtitle=f"{month.words}全市重点任务"
        + (f"；另有{bare}项只报数、没有下达任务" if bare else ""),
        figure=None,
        frame=text_frame(rows, _HEADS),
        foot=found,
        notes=(_NOTE,),
        demo=any(view.demo for view in views),
        kind="task_list",
        table=Table(_HEADS, rows),
    )


def _row(view: Tasks) -> tuple[Cell, ...]:
    own = view.own
    done = shown_value(own, view.indicator)
    quota = f"{done} / {figure(own.quota)}" if own.quota else done
    worst = tasks.behind_rows(view)[:1]
    said = [f"{row.area} {tasks.distance_words(row, view.elapsed, short=True)}" for row in worst]
    return (
        Cell(view.indicator.label),
        Cell(closed_up(f"{quota}{unit_after(own.unit)}")),
        Cell(share_words(own) or ABSENT),
        Cell(tasks.distance_words(own, view.elapsed, short=True) if own.completion else ABSENT),
        Cell(_a_month(view)),
        Cell("", own.shown_as),
        Cell("".join(said) or ABSENT),
    )


def _a_month(view: Tasks) -> str:
    """What each month to come must bring; nothing where it is done or the year is over."""
    own, months = view.own, 12 - view.month.month
    if own.form or own.quota is None or own.done is None or not months:
        return ABSENT
    left = Fraction(own.quota) - Fraction(own.done)
    return view.text(left / months) if left > 0 else ABSENT
