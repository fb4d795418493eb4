"""Targets of several years and with a day, on 指标, 区县, 任务: the tables of the files."""

from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.target_forms import load_plan, plan_exhibit, targets_exhibit
from chuangmo.ui.blocks.exhibit_table import NO_FOOT, show_exhibit_table
from chuangmo.ui.reads import PAGE


def show_targets(month: Month, *, area: str | None = None, indicator: str | None = None) -> None:
    """Where the targets with a form stand; nothing where there are none."""
    exhibit = targets_exhibit(PAGE, month, NO_FOOT, area=area, indicator=indicator)
    if exhibit is not None:
        show_exhibit_table(exhibit)


def show_plan(month: Month, indicator: Indicator, area: str) -> None:
    """The plan of a place year by year; nothing where it has none."""
    view = load_plan(PAGE, month, indicator, area)
    if view is not None:
        show_exhibit_table(plan_exhibit(view, month, area, NO_FOOT))
