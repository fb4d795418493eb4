"""口径与标准: limits, validity, schemes and targets of one indicator as they are applied."""

import streamlit as st

from chuangmo.ui import cached, rules
from chuangmo.ui.state import choose_indicator, filter_row

with filter_row():
    chosen = choose_indicator(list(cached.get_board().catalog.indicators.values()))

rules.show_indicator(chosen)
rules.show_limits(chosen)
rules.show_validity(chosen)
rules.show_schemes(chosen)
rules.show_targets(chosen)
st.html(rules.foot())
