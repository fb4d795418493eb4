"""创模清单: the city's scorecard of a programme version, with entry of results and targets."""

import streamlit as st

from chuangmo.ui.exports import basket
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.outcome import tell_result
from chuangmo.ui.parts.state import choose_month, filter_row
from chuangmo.ui.reads import PAGE
from chuangmo.ui.scheme import entry, scheme

extent = PAGE.extent()
if not extent.months:
    empty_store("创模清单")
    st.stop()

with filter_row():
    month = choose_month(extent.months)
    chosen = scheme.choose_scheme(month.year)
    basket.offer("scheme", month, scheme=chosen.id)

with first_picture("scheme", 780):
    card = scheme.load_card(chosen, month)
scheme.show_verdict(card, month)
tell_result()
listed, results, targets = st.tabs(entry.TABS)
with listed:
    scheme.show_card(card)
    scheme.show_beside(card, month)
with results:
    entry.enter_item(chosen, month.year)
with targets:
    entry.enter_targets(month.year)
st.html(scheme.scheme_foot(card))
