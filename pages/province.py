"""全省: the cities of this board side by side; each leads on to its own board."""

import streamlit as st

from chuangmo.ui.parts import html
from chuangmo.ui.parts.frame import first_picture
from chuangmo.ui.parts.state import choose_dust, choose_month, filter_row
from chuangmo.ui.province import province

months = province.months()
if not months:
    st.html(
        html.verdict_block(
            ["全省"], "还没有导入任何数据。", "各城市在自己的“上传”页导入月报之后，这里就有数字。"
        )
    )
    st.stop()
province.open_on_month()
with filter_row():
    month = choose_month(months)
    dust = choose_dust()
with first_picture("province", 600):
    view = province.load(month, dust)
province.show_verdict(view)
province.show_matrix(view)
province.show_behind(view)
province.show_owed(view)
chosen = province.show_ranking(view)
province.offer_files(view, chosen)
st.html(html.foot(province.foot(view)))
