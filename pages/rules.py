"""口径与标准: limits, indices, grades and arithmetic as they are applied, from the same objects."""

import streamlit as st

from chuangmo.ui import reads
from chuangmo.ui.parts.state import choose_indicator, filter_row
from chuangmo.ui.rules import rules
from chuangmo.ui.rules.arithmetic import show_arithmetic
from chuangmo.ui.rules.grades import show_grades
from chuangmo.ui.rules.indices import show_indices
from chuangmo.ui.rules.open_periods import show_open_periods
from chuangmo.ui.rules.target_forms import show_target_forms

limits, ahead, indices, grades, arithmetic = st.tabs(
    ["限值与目标", "年内判断", "指数", "等级与评分", "修约与比较"],
    key="rules",
    bind="query-params",
    on_change="rerun",
)
if limits.open:
    with limits:
        with filter_row():
            chosen = choose_indicator(list(reads.get_board().catalog.indicators.values()))
        rules.show_indicator(chosen)
        rules.show_limits(chosen)
        rules.show_source_items(chosen)
        rules.show_validity(chosen)
        rules.show_schemes(chosen)
        rules.show_targets(chosen)
elif ahead.open:
    with ahead:
        show_open_periods()
        show_target_forms()
elif indices.open:
    with indices:
        show_indices()
elif grades.open:
    with grades:
        show_grades()
else:
    with arithmetic:
        show_arithmetic()
st.html(rules.foot())
