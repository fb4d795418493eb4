"""What 区县 shows: one district's verdicts, tasks, needs until year end, and what must be said."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    NOT_APPLICABLE,
    UNDECIDED,
    Verdict,
)
from chuangmo.catalog.models import Indicator
from chuangmo.charts.bullet import LIMIT_AT, bullet_row, spoken
from chuangmo.exhibit import Foot
from chuangmo.exhibits import district
from chuangmo.exhibits.district import (
    DistrictView,
    basis_words,
    need_words,
    past_words,
    plain,
    rank_words,
)
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.sub_counts import kinds_words
from chuangmo.exhibits.tasks import due_share, elapsed_share
from chuangmo.status import BEHIND, LINE_WORD, STATUS_WORD
from chuangmo.ui.blocks.grades import noise_grades_of, show_sections
from chuangmo.ui.blocks.target_forms import show_targets
from chuangmo.ui.district.remarks import Remark, remarks, standing_remarks
from chuangmo.ui.parts import html
from chuangmo.ui.parts.bullet import BulletLine, ShareLine, bullet_table, share_table
from chuangmo.ui.parts.html import HtmlColumn, Safe, bold, joined, status_text
from chuangmo.ui.parts.state import indicator_link
from chuangmo.ui.reads import PAGE
from chuangmo.wording import (
    DUST_WORD,
    MARK_WORD,
    figure,
    limit_words,
    rest_words,
    share_words,
    shown_value,
    unit_after,
)


def districts_of(month: Month, dust: str) -> list[str]:
    """Districts with at least one verdict row, in the order of the catalog."""
    return district.districts_of(PAGE, month, dust)


def load_district(month: Month, area: str, dust: str) -> DistrictView:
    """Assess the year of the month and pick what concerns the district."""
    return district.load_district(PAGE, month, area, dust)


def district_foot(view: DistrictView) -> Foot:
    """The foot line of the page."""
    return district.district_foot(PAGE, view)


def show_nothing(month: Month) -> None:
    """The sentence in place of the verdict when the year has no figures."""
    words = f"{month.words}没有可评价的区县数据。"
    st.html(html.verdict_block(["区县", month.words], words, "请在上方换一个月份，或先上传月报。"))


def show_verdict(view: DistrictView) -> None:
    """Counts and the tightest indicator; below, the names behind the counts."""
    headline = district.headline(view)
    tags = [html.demo_tag(any(row.demo for row in view.rows))]
    kicker = ["区县", view.area, view.month.words, DUST_WORD[view.dust]]
    st.html(html.verdict_block(kicker, headline, _named(view), tags))


def _named(view: DistrictView) -> Safe:
    parts: list[object] = []
    for status in (*BEHIND, UNDECIDED, INSUFFICIENT):
        names = [indicator.label for indicator, row in view.cells if row.shown_as == status]
        if names:
            parts += [
                f"{STATUS_WORD[status]}：",
                joined([bold(name) for name in names], "、"),
                "。",
            ]
    return joined(parts or ["没有未达标、未完成、有风险、尚难判断和数据不足的指标。"])


def bullet_lines(view: DistrictView) -> list[BulletLine]:
    """One line for each indicator with a limit, tasks apart; the order of the catalog."""
    return [
        _bullet_line(view, indicator, row)
        for indicator, row in view.cells
        if row.limit is not None and not indicator.is_task
    ]


def _bullet_line(view: DistrictView, indicator: Indicator, row: Verdict) -> BulletLine:
    rows = view.others(indicator.id)
    city = rows.get(view.city)
    places = {a: r for a, r in rows.items() if r.area_kind == "district" and r.value is not None}
    texts = {area: shown_value(found, indicator) for area, found in places.items()}
    values = {a: plain(found) for a, found in places.items() if found.status != INSUFFICIENT}
    at = plain(row) if row.value is not None else None
    city_value = plain(city) if city and city.value is not None else None
    higher = indicator.direction == "higher"
    drawn = bullet_row(view.area, at, values, city_value, float(row.limit or 0), higher, texts)
    own = shown_value(row, indicator)
    whole = shown_value(city, indicator) if city else "—"
    return BulletLine(
        name=indicator.label,
        href=indicator_link(view.month, view.dust, indicator, view.area),
        value=own,
        unit=row.unit if row.unit not in ("", "无量纲") and row.value is not None else "",
        row=drawn,
        alt=f"{indicator.label}：{spoken(drawn, view.area, own, whole, limit_words(row))}",
        limit=joined([limit_words(row), " ", html.unverified(row.confidence), _mark(row)]),
        line=LINE_WORD[row.line],
        rank=rank_words(view.area, places, indicator),
        status=row.shown_as,
    )


def _mark(row: Verdict) -> Safe:
    return html.tag(MARK_WORD.get(row.mark, ""))


def show_bullets(view: DistrictView) -> None:
    """The rows over the full width."""
    lines = bullet_lines(view)
    sub = (
        f"每行按本行极值缩放，竖线为{view.area}的限值，左侧总是较好；"
        f"灰点为其他区县，菱形为全市，大圆点为{view.area}"
    )
    st.html(html.title(_bullet_title(lines), sub))
    if lines:
        st.html(bullet_table(lines, view.area))
    else:
        st.html(html.note(["这个区县没有带限值的指标。"]))


def _bullet_title(lines: Sequence[BulletLine]) -> str:
    """How many of the indicators that count here are worse than their limit."""
    known = [line for line in lines if line.row.own is not None]
    judged = [line for line in known if line.status not in (NOT_APPLICABLE, INSUFFICIENT)]
    worse = [line.name for line in judged if (line.row.own or 0) > LIMIT_AT]
    text = f"可比的{len(judged)}项指标都不劣于限值" if judged else "没有可与限值比较的指标"
    if worse:
        text = f"可比的{len(judged)}项指标中，{len(worse)}项劣于限值：{'、'.join(worse)}"
    for status, words in (
        (INSUFFICIENT, STATUS_WORD[INSUFFICIENT]),
        (NOT_APPLICABLE, "不在考核范围"),
    ):
        if count := sum(1 for line in lines if line.status == status):
            text += f"；{count}项{words}"
    return text


def show_lower(view: DistrictView) -> None:
    """Tasks beside what the year still needs; once it is over, beside the remarks."""
    left, right = st.columns([1, 1], gap="medium")
    over = view.month.month == 12
    with left:
        show_tasks(view)
    with right:
        if over:
            show_remarks(view)
        else:
            show_needs(view)
    if not over:
        show_remarks(view)
    show_targets(view.month, area=view.area)
    show_sections(view.month, view.area, always=False)


def show_tasks(view: DistrictView) -> None:
    """Tasks with a quota as shares; those without are named."""
    tasks = [pair for pair in view.cells if pair[0].is_task]
    given = [pair for pair in tasks if pair[1].quota is not None]
    elapsed = elapsed_share(view.month.as_of)
    sub = f"灰底为全年任务，竖线为时序进度 {publish(elapsed, 1)}%（按日折算，与判断相同）"
    st.html(html.title("任务完成", sub))
    if given:
        st.html(share_table([_share_line(view, *pair, elapsed) for pair in given]))
    rest = [
        f"{indicator.label} {shown_value(row, indicator)}{unit_after(row.unit)}"
        for indicator, row in tasks
        if row.quota is None and row.value is not None and not row.form
    ]
    if rest:
        st.html(html.note(["未下达本区县任务、只报进度：" + "，".join(rest) + "。"]))
    elif not given:
        st.html(html.note(["没有下达给这个区县的任务，也没有进度。"]))
    for line in _made_of(view):
        st.html(html.note([line]))


def _made_of(view: DistrictView) -> list[str]:
    """What the counts of the district are made of: ``餐饮治理项数 298 项：油烟治理 186、…``."""
    counts = PAGE.sub_counts(view.area, view.month.period, view.month.as_of)
    return [
        kinds_words(indicator, cell)
        for indicator, _ in view.cells
        for cell in counts.get(indicator.id, ())
    ]


def _share_line(
    view: DistrictView, indicator: Indicator, row: Verdict, elapsed: Fraction
) -> ShareLine:
    elapsed = due_share(row, elapsed)
    share = None if row.completion is None else Fraction(row.completion)
    gap = "" if share is None else _gap_words(share - elapsed)
    return ShareLine(
        name=indicator.label,
        href=indicator_link(view.month, view.dust, indicator, view.area),
        amount=f"{shown_value(row, indicator)} / {figure(row.quota)}{unit_after(row.unit)}",
        share=None if share is None else float(share),
        elapsed=float(elapsed),
        share_words=share_words(row),
        gap=gap,
        status=row.shown_as,
        tag=joined([html.unverified(row.confidence), _mark(row)]),
    )


def _gap_words(points: Fraction) -> str:
    text = publish(abs(points), 1)
    word = "落后" if points < 0 else "超前"
    return "与时序进度持平" if not Fraction(text) else f"{word}{text}个百分点"


def show_needs(view: DistrictView) -> None:
    """What must happen by year end: needed means, missing amounts, and past years beside them."""
    rest = rest_words(view.month.month)
    st.html(html.title("年底前须做到", f"{rest}；{district.weighed(view)}，往年为同月份实际"))
    rows = [row for pair in view.cells if (row := _need_row(view, *pair)) is not None]
    if not rows:
        st.html(html.note(["没有可以推算的指标：缺少限值、数据或往年同期。"]))
        return
    columns = [
        HtmlColumn("指标"),
        HtmlColumn("全年限值", css="cm-nowrap cm-wide-only"),
        HtmlColumn(f"{view.month.span}", numeric=True),
        HtmlColumn(f"{rest}须"),
        HtmlColumn("往年同期", css="cm-wide-only"),
        HtmlColumn("判断"),
    ]
    st.html(html.table(columns, rows))


def _need_row(view: DistrictView, indicator: Indicator, row: Verdict) -> list[object] | None:
    answer = district.to_do(view, indicator, row)
    if answer is None or answer.line is None:
        return None
    limit = joined([f"{LINE_WORD[answer.line.line]} ", html.text(limit_words(row))])
    return [
        html.chem(indicator.label),
        limit,
        shown_value(row, indicator),
        bold(need_words(indicator, answer)),
        past_words(indicator, answer) or "—",
        joined([status_text(row.shown_as), f" {basis_words(indicator, answer)}"]),
    ]


def show_remarks(view: DistrictView) -> None:
    """需要说明的事项: doubtful data, conflicting lines, unverified numbers."""
    found = [
        *standing_remarks(PAGE.catalog.district(view.area)),
        *remarks(view.rows, view.cells, noise_grades_of(view.month, view.area)),
    ]
    st.html(html.title("需要说明的事项", "数据、限值与判断中须一并告知的情况"))
    if not found:
        st.html(html.note(["没有需要说明的事项。"]))
        return
    columns = [
        HtmlColumn("事项", css="cm-nowrap", width="150px"),
        HtmlColumn("内容"),
        HtmlColumn("依据", css="cm-hide-phone", width="24%"),
    ]
    st.html(html.table(columns, [_remark_row(one) for one in found]))


def _remark_row(remark: Remark) -> list[object]:
    return [html.chem(remark.title), remark.words, remark.basis or "—"]
