"""数据地址: where each view can be fetched, how Excel takes it, the licence that goes with it."""

from urllib.parse import quote, urlencode

import streamlit as st

from chuangmo.access.actor import MANAGER
from chuangmo.access.requests import DATA_ROUTE
from chuangmo.exhibits.month import Month
from chuangmo.exports.data.views import VIEWS, DataView
from chuangmo.exports.data.written import FORMATS
from chuangmo.service.decisions.office_settings import LICENCE, office_settings, set_office
from chuangmo.ui import reads, which_city
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import is_alone, may

_USUAL = {"indicator": "pm10"}
_EXCEL = (
    "Excel：数据 → 自网站，粘贴 .csv 的地址；问凭据时选“基本”，"
    "用户名填看板的用户名，密码填令牌（不是登录密码）。",
    "省平台等程序：请求头写 Authorization: Bearer 令牌。令牌不写在地址里：地址会留在记录里。",
    "period 不写就是已发布的最新月份（还没有发布过的，是打开看板时的那个月），每月发布后自动换；"
    "写了就固定在那一期（如 2008-10、2008、2008H1）。",
    ".csv 第一行是列名，没有别的行；它的说明（单位、标准、许可、何时发布）"
    "在 .csv 后面加 -metadata.json 的地址。.json 和 .parquet 的说明在文件里面。",
    "每次取数都记入审计；看得到什么与本人打开页面时相同，账号停用、令牌作废立即生效。",
)


def show_head(month: Month) -> None:
    """What there is to be fetched, in one sentence."""
    alone = is_alone()
    second = (
        "看板还没有账号，数据地址只对本机开放，不要令牌。"
        if alone
        else "取数要令牌：一个用途一个，在本页生成，只显示一次，随时作废。"
    )
    st.html(
        html.verdict_block(
            ["数据地址", month.words], f"{len(VIEWS)} 个视图可以按地址取数，只读。", second
        )
    )


def show_views(month: Month) -> None:
    """A row for each view: what it is, and its addresses for the chosen month."""
    columns = [
        HtmlColumn("视图"),
        HtmlColumn("一行是什么", css="cm-hide-phone"),
        HtmlColumn("地址"),
    ]
    rows: list[list[object]] = [
        [f"{view.title}（{name}）", view.what, _addresses(name, view, month)]
        for name, view in VIEWS.items()
    ]
    words = "地区、指标可换：area=城关区，indicator=so2；as_of=截至日"
    st.html(html.title("各视图的地址", words))
    st.html(html.table(columns, rows, fold=True))
    st.html(html.stack(*(html.note([one]) for one in _EXCEL)))


def _addresses(name: str, view: DataView, month: Month) -> Safe:
    """The address as text that can be copied, and a link for each format."""
    city = reads.get_board().catalog
    usual = _USUAL | {"area": city.areas()[1] if len(city.areas()) > 1 else city.city.name}
    asked = which_city.said() | {"period": month.period.text}
    asked |= {key: usual[key] for key in view.needs}
    query = urlencode(asked, quote_via=quote)
    base = _base()
    path = f"{DATA_ROUTE}{name}"
    said = "&".join(f"{key}={value}" for key, value in asked.items())
    shown = html.text(f"{base}{path}.csv?{said}")
    links = "".join(
        f' <a class="cm-link" href="{html.text(f"{path}.{form}?{query}")}" target="_blank">'
        f"{form}</a>"
        for form in FORMATS
    )
    return Safe(f'<span class="cm-address">{shown}</span> <span class="cm-nowrap">{links}</span>')


def _base() -> str:
    """The address of the board as the visitor wrote it, without path."""
    found = st.context.url or ""
    scheme, _, rest = found.partition("://")
    return f"{scheme}://{rest.split('/')[0]}" if rest else ""


def show_licence() -> None:
    """What others may do with the data; administrators set it."""
    board, who = reads.get_board(), reads.actor()
    said = office_settings(board, who).licence
    st.html(html.title("使用许可", "写在每份数据的说明里"))
    st.html(html.note([said or "还没有写明。取走的数据里注明：转发、公布以前，请先征得同意。"]))
    if not may(MANAGER):
        return
    with st.form("licence_form", border=False):
        text = st.text_input(
            "许可", value=said, max_chars=500, key="licence",
            placeholder="例如：供本省生态环境系统内部使用，公布以前征得本局同意",
        )  # fmt: skip
        pressed = st.form_submit_button("保存许可")
    if not pressed:
        return
    try:
        changed = set_office(board, who, LICENCE, text)
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun("许可已保存。" if changed else "许可没有变化。")
