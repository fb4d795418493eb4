"""批次与溯源: what was imported, the cells behind one number, and who has not reported."""

import streamlit as st

from chuangmo.ui.batches import batches, reports
from chuangmo.ui.blocks import import_log
from chuangmo.ui.indicator import indicator
from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import empty_store, first_picture
from chuangmo.ui.parts.state import choose_area, choose_indicator, choose_month, filter_row
from chuangmo.ui.reads import PAGE

known = PAGE.batches()
if not known:
    empty_store("批次与溯源")
    st.stop()

extent = PAGE.extent()
batches.show_verdict(known)
files, trace, progress = st.tabs(
    ["批次", "溯源", "报送进度"], key="part", bind="query-params", on_change="rerun"
)
if files.open:
    with files:
        import_log.show_log()
        batches.show_events(known)
elif not extent.months:
    with trace if trace.open else progress:
        batches.show_nothing()
elif trace.open:
    with trace:
        with filter_row():
            month = choose_month(extent.months)
            options = indicator.indicators_with_rows(month, "keep")
            if options:
                chosen = choose_indicator(options)
                area = choose_area(indicator.areas_of(month, "keep", chosen))
                span = batches.choose_span()
        if options:
            batches.show_trace(chosen, area, month, span)
        else:
            batches.show_nothing()
else:
    with progress, first_picture("reports", 400):
        board = reports.load_reports(extent.months)
    with progress:
        reports.show_reports(board)
st.html(html.foot(batches.batches_foot(known, extent)))
