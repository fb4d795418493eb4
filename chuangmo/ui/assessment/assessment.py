"""What 考核 shows: the standings of a year, one district's sheet, every deduction with its why."""

import streamlit as st

from chuangmo.exhibits.month import Month
from chuangmo.exhibits.scoring.assessment import (
    EXTRA_WORD,
    OPEN_WORD,
    VETO_WORD,
    basis_words,
    district_headline,
    extras_words,
    foot_of,
    headline,
    notes_of,
    paper_words,
    rank_words,
    reported_place,
    reported_rank,
    signed,
    year_end,
)
from chuangmo.service.scoring.assessment import (
    AssessmentYear,
    DistrictScore,
    ExtraLine,
    MarkLine,
)
from chuangmo.service.scoring.reported_scores import ReportedScore
from chuangmo.status import MISSED
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, text
from chuangmo.ui.parts.state import choose_switch
from chuangmo.ui.reads import PAGE
from chuangmo.wording import ABSENT, figure


def load_year(month: Month) -> AssessmentYear:
    """The 考核 of the year of the month, as of its end or of today while it runs."""
    return PAGE.assessment(month.year, year_end(month.year))


def show_verdict(found: AssessmentYear) -> None:
    """Who leads, who is last, the grades, and who has no rank."""
    city = reads.get_board().catalog.city.name
    kicker = ["考核", city, f"{found.year}年"]
    kicker += [found.sheet.name] if found.sheet else []
    tags = [
        html.unverified(found.sheet.confidence if found.sheet else None),
        html.demo_tag(found.demo),
    ]
    second = "".join(notes_of(found)[:1]) if found.sheet else ""
    st.html(html.verdict_block(kicker, headline(found), second, tags))


def show_standings(found: AssessmentYear) -> None:
    """One row a district, its own score beside the reported one."""
    if not found.districts:
        st.html(html.note(["导入考核得分表，或在目录里写好本市的考核记分表后，这里列出各区县。"]))
        return
    groups = found.sheet.groups if found.sheet else ()
    columns = [
        HtmlColumn("名次", numeric=True), HtmlColumn("区县"), HtmlColumn("等次"),
        HtmlColumn("总分", numeric=True),
        *(HtmlColumn(f"{one.name}（{one.full}）", numeric=True, css="cm-hide-phone")
          for one in groups),
        HtmlColumn("加减分", css="cm-hide-phone"),
        HtmlColumn("比上年", numeric=True, css="cm-hide-phone"),
        HtmlColumn("上报得分", numeric=True),
    ]  # fmt: skip
    st.html(html.title(f"{found.year}年得分与名次", "单位：分；总分是各项所示得分之和加减分"))
    st.html(html.table(columns, [_standing(one) for one in found.districts]))
    st.html(html.note(list(notes_of(found)[1:])))


def _standing(one: DistrictScore) -> list[object]:
    total: object = one.total
    if one.total is None:
        partly = f" 已评{one.entered}/{one.possible}" if one.has_marks else ""
        total = Safe(f'{OPEN_WORD}<span class="mute">{text(partly)}</span>')
    mark = VETO_WORD if one.vetoed else "末位" if one.last else "并列" if one.tied else ""
    rank: object = rank_words(one)
    if mark:
        rank = Safe(f'{text(rank)} <span class="mute">{text(mark)}</span>')
    grade = html.status_text(MISSED, one.grade) if one.vetoed else one.grade or ABSENT
    told = one.reported
    reported: object = ABSENT
    if told:
        reported = Safe(
            f'{text(figure(told.total))} <span class="mute">{text(reported_place(told))}</span>'
        )
    return [
        rank, one.area, grade, total, *(group.points or OPEN_WORD for group in one.groups),
        extras_words(one), signed(one.change), reported,
    ]  # fmt: skip


def choose_district(found: AssessmentYear) -> DistrictScore | None:
    """The district whose sheet is shown; it stands in the address."""
    names = [one.area for one in found.districts]
    if not names:
        return None
    words = {name: name for name in names}
    return found.district(choose_switch("区县", "assessed", words, names[0]))


def show_district(found: AssessmentYear, one: DistrictScore) -> None:
    """One district's sheet: marks, what is deducted, the rule, the verdict or the paper."""
    st.html(html.title(district_headline(one), f"{found.year}年各项得分与扣分原因，单位：分"))
    if one.lines:
        columns = [
            HtmlColumn("项目", width="20%"), HtmlColumn("满分", numeric=True),
            HtmlColumn("得分", numeric=True), HtmlColumn("扣分", numeric=True),
            HtmlColumn("依据", width="40%"),
            HtmlColumn("规则", width="22%", css="cm-hide-phone"),
        ]  # fmt: skip
        rows = [row for group in one.groups for row in _group(one, group.name)]
        st.html(html.table(columns, [*rows, *map(_extra, one.extras)]))
    if one.reported is not None:
        _show_reported(one, one.reported)


def _group(one: DistrictScore, name: str) -> list[list[object]]:
    own = next(group for group in one.groups if group.name == name)
    head = f"{name}　{own.points or OPEN_WORD}/{own.full}"
    lines = [line for line in one.lines if line.group == name]
    return [[Safe(f"<b>{text(head)}</b>"), "", "", "", "", ""], *map(_line, lines)]


def _line(line: MarkLine) -> list[object]:
    lost: object = ABSENT if line.lost is None else "0"
    if line.deducted:
        lost = html.bold(figure(f"-{line.lost}"))
    return [
        line.name, line.full, line.points or OPEN_WORD, lost, html.chem(basis_words(line)),
        html.chem(line.rule),
    ]  # fmt: skip


def _extra(extra: ExtraLine) -> list[object]:
    points = extra.points or ""
    return [
        f"{EXTRA_WORD[extra.kind]}：{extra.name}", ABSENT,
        f"+{points}" if extra.kind == "bonus" else ABSENT,
        html.bold(figure(f"-{points}")) if extra.kind == "deduction" else ABSENT,
        paper_words(extra.note, extra), "按文件登记",
    ]  # fmt: skip


def _show_reported(one: DistrictScore, told: ReportedScore) -> None:
    """The printed score with the cell of every part."""
    before = one.reported_before
    change = f"，上年上报{figure(before.total)}分" if before else ""
    grade = f"（{told.grade}）" if told.grade else ""
    where = f"{told.file}　{told.sheet}"
    st.html(
        html.title(f"上报：{figure(told.total)}分，{reported_rank(told)}{grade}{change}", where)
    )
    columns = [
        HtmlColumn("分项", width="30%"), HtmlColumn("上报", numeric=True, width="15%"),
        HtmlColumn("单元格"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [part.name, part.value, html.code(part.cell)] for part in told.parts
    ]
    rows.insert(0, [Safe("<b>总分</b>"), figure(told.total), html.code(told.cell)])
    st.html(html.table(columns, rows))


def assessment_foot(found: AssessmentYear) -> str:
    """The foot line: score sheet, data through, how many are ranked."""
    return html.foot(foot_of(PAGE, found))
