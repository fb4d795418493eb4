"""考核 of districts: the standings of a year, and each district's sheet with its deductions."""

from datetime import date
from fractions import Fraction

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.month import data_through
from chuangmo.period import today, year_period
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.assessment import AssessmentYear, DistrictScore, ExtraLine, MarkLine
from chuangmo.service.scoring.reported_scores import ReportedScore
from chuangmo.wording import ABSENT, figure

OPEN_WORD, VETO_WORD = "未评", "一票否决"
#: Kind of what stands beside the items of a score sheet, in words.
EXTRA_WORD = {"bonus": "加分", "deduction": "扣分", "veto": VETO_WORD}
#: Of the bonus and deductions nothing was entered.
_NONE = "无"


def year_end(year: int) -> date:
    """The day a year of 考核 is looked at from: its last, or today while it runs."""
    return min(year_period(year).last_day, today())


def signed(number: str | None) -> str:
    """``+1.30``, ``−1.20``; ``—`` of nothing."""
    if number is None:
        return ABSENT
    return f"+{number}" if Fraction(number) > 0 else figure(number)


def headline(found: AssessmentYear) -> str:
    """Who leads, who is last, how many of each grade, and who is not ranked."""
    year = f"{found.year}年"
    if not found.districts:
        return f"{year}没有考核记分表，也没有导入考核得分。"
    if found.sheet is None:
        return f"{year}没有考核记分表，只列上报得分。"
    if not found.closed:
        return f"{year}还没有结束，由数据评分的项目未评。"
    parts = [*_ends(found), *_grades(found)]
    said = "，".join(parts) if parts else "各区县都有项目未评，没有名次"
    return f"{year}考核：{said}。"


def _ends(found: AssessmentYear) -> list[str]:
    ranked = found.ranked
    first = [one for one in ranked if one.rank == 1]
    last = [one for one in ranked if one.last]
    parts = [f"{_names(first)}{first[0].total}分排名第一"] if first else []
    if last:
        veto = f"（{VETO_WORD}）" if all(one.vetoed for one in last) else ""
        parts.append(f"{_names(last)}{last[0].total}分排名最后{veto}")
    return parts


def _names(found: list[DistrictScore]) -> str:
    return "、".join(one.area for one in found)


def _grades(found: AssessmentYear) -> list[str]:
    names = [grade.name for grade in found.sheet.grades] if found.sheet else []
    counts = {name: sum(one.grade == name for one in found.districts) for name in names}
    return ["、".join(f"{name}{count}个" for name, count in counts.items() if count)] if any(
        counts.values()
    ) else []  # fmt: skip


def unranked_words(found: AssessmentYear) -> str:
    """Which districts have no rank and what they lack; empty where all are ranked."""
    if found.sheet is None or not found.closed:
        return ""
    lacking = [one for one in found.districts if not one.rank and one.lines]
    told = "；".join(f"{one.area}的{'、'.join(one.open_items)}未评" for one in lacking)
    return f"没有排名：{told}。" if told else ""


def notes_of(found: AssessmentYear) -> tuple[str, ...]:
    """What must be said beside the scores."""
    said = [unranked_words(found)]
    if found.sheet is not None:
        said += [
            found.sheet.note,
            "未评的项目不是 0 分：有一项未评就没有总分、等次和名次。总分相同并列，后面的名次空出。",
        ]
        if any(extra.kind == "veto" for extra in found.sheet.extras):
            said.append(f"有{VETO_WORD}的为{found.sheet.veto_grade}，排在没有的之后。")
    return tuple(part for part in said if part)


def foot_of(reader: Questions, found: AssessmentYear) -> Foot:
    """The score sheet, data through, how many districts have a rank."""
    sheet = found.sheet
    return Foot(
        source=f"记分表：{sheet.name}（{sheet.document}）" if sheet else "上报的考核得分",
        through=data_through(reader, found.as_of, years=1),
        valid=f"已排名 {len(found.ranked)}/{len(found.districts)}",
        standard="待核 = 未见正式文本" if sheet and sheet.confidence != "A" else "",
    )


def standings_exhibit(reader: Questions, found: AssessmentYear) -> Exhibit:
    """One row a district: rank, grade, total, groups, beside the reported score."""
    groups = found.sheet.groups if found.sheet else ()
    heads = (
        ColumnHead("区县"),
        ColumnHead("名次", numeric=True),
        ColumnHead("等次"),
        ColumnHead("总分", small=f"满分{_plain(found.full)}" if found.full else "", numeric=True),
        *(ColumnHead(group.name, small=f"满分{group.full}", numeric=True) for group in groups),
        ColumnHead("加减分"),
        ColumnHead("上报得分", numeric=True),
    )
    rows = tuple(_standing(one) for one in found.districts)
    return Exhibit(
        key=f"standings-{found.year}",
        verdict=headline(found),
        subtitle=f"{found.year}年各区县考核得分、名次与等次，单位：分",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot_of(reader, found),
        notes=notes_of(found),
        demo=found.demo,
        kind="standings",
        table=Table(heads, rows),
    )


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _standing(one: DistrictScore) -> tuple[Cell, ...]:
    change = f"比上年{signed(one.change)}" if one.change is not None else ""
    partly = f"已评{one.entered}/{_plain(one.possible)}" if one.has_marks else ""
    told = one.reported
    return (
        Cell(one.area),
        Cell(rank_words(one), small=VETO_WORD if one.vetoed else "末位" if one.last else ""),
        Cell(one.grade or ABSENT),
        Cell(one.total, small=change) if one.total else Cell(OPEN_WORD, small=partly),
        *(Cell(group.points or OPEN_WORD) for group in one.groups),
        Cell(extras_words(one)),
        Cell(told.total, small=reported_place(told)) if told else Cell(ABSENT),
    )


def reported_place(told: ReportedScore) -> str:
    """Rank and grade of a reported score (第2名 良好); a place that nobody reported says so."""
    return f"{reported_rank(told)} {told.grade}".rstrip()


def reported_rank(told: ReportedScore) -> str:
    """``第2名（共8个）`` as printed; where none is printed the place by the totals, so called."""
    if told.rank is None:
        return f"未报名次，按上报得分为第{told.by_total}"
    return f"第{told.rank}名（共{told.of}个）" if told.of else f"第{told.rank}名"


def rank_words(one: DistrictScore) -> str:
    """The rank; ``—`` without one."""
    return str(one.rank) if one.rank else ABSENT


def extras_words(one: DistrictScore) -> str:
    """``+1.00 −2.00``, or that there is none."""
    parts = [f"+{one.bonus}"] if Fraction(one.bonus) else []
    parts += [figure(f"-{one.deduction}")] if Fraction(one.deduction) else []
    return " ".join(parts) or _NONE


def sheet_exhibit(reader: Questions, found: AssessmentYear, one: DistrictScore) -> Exhibit:
    """Every item of one district with its mark, what is deducted and why."""
    heads = (
        ColumnHead("项目"), ColumnHead("满分", numeric=True), ColumnHead("得分", numeric=True),
        ColumnHead("扣分", numeric=True), ColumnHead("依据与规则"),
    )  # fmt: skip
    rows = (*map(_item, one.lines), *_extra_rows(one))
    return Exhibit(
        key=f"marks-{found.year}-{one.area}",
        verdict=district_headline(one),
        subtitle=f"{one.area}{found.year}年考核各项得分与扣分原因，单位：分",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot_of(reader, found),
        demo=one.demo,
        extra={"place": one.area},
        kind="marks",
        table=Table(heads, rows),
    )


def district_headline(one: DistrictScore) -> str:
    """A district's total, rank, grade, change, and where most is lost."""
    if not one.lines:
        told = f"上报{one.reported.total}分" if one.reported else "没有得分"
        return f"{one.area}{told}。"
    veto = f"，{VETO_WORD}" if one.vetoed else ""
    if one.total is None:
        said = f"{one.area}有{len(one.open_items)}项未评（{'、'.join(one.open_items)}）"
        return f"{said}，没有总分{veto}。"
    change = f"，比上年{signed(one.change)}分" if one.change is not None else ""
    lost = sorted((line for line in one.lines if line.deducted), key=_lost_most)
    most = f"，扣得最多的是{lost[0].name}（{lost[0].lost}分）" if lost else "，各项都是满分"
    tied = "并列" if one.tied else ""
    grade = f"（{one.grade}）" if one.grade else ""
    return f"{one.area}{one.total}分，{tied}第{one.rank}名{grade}{veto}{change}{most}。"


def _lost_most(line: MarkLine) -> Fraction:
    return -Fraction(line.lost or 0)


def _item(line: MarkLine) -> tuple[Cell, ...]:
    lost = ABSENT if line.lost is None else figure(f"-{line.lost}") if line.deducted else "0"
    return (
        Cell(line.name, small=line.group), Cell(line.full), Cell(line.points or OPEN_WORD),
        Cell(lost), Cell(reason_words(line)),
    )  # fmt: skip


def reason_words(line: MarkLine) -> str:
    """What a mark rests on; where something is deducted, the rule behind it."""
    said = basis_words(line)
    return f"{said.rstrip('。')}；{line.rule}。" if line.deducted and line.indicator else said


def basis_words(line: MarkLine) -> str:
    """The verdict's sentence, or the paper and the person behind a mark given by hand."""
    if not line.document:
        return line.reason
    return paper_words(line.reason, line)


def paper_words(note: str, entered: MarkLine | ExtraLine) -> str:
    """The note, the paper of what was entered by hand, and who entered it."""
    said = f"{note.rstrip('。')}；" if note else ""
    return f"{said}{entered.document}，{entered.by}登记"


def _extra_rows(one: DistrictScore) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(extra.name, small=EXTRA_WORD[extra.kind]), Cell(ABSENT),
            Cell(f"+{extra.points}" if extra.kind == "bonus" else ABSENT),
            Cell(figure(f"-{extra.points}") if extra.kind == "deduction" else ABSENT),
            Cell(paper_words(extra.note, extra)),
        )
        for extra in one.extras
    )  # fmt: skip


def assessment_exhibits(reader: Questions, year: int, area: str | None) -> list[Exhibit]:
    """The standings with every district's sheet, or one district's sheet alone."""
    found = reader.assessment(year, year_end(year))
    sheets = [one for one in found.districts if one.lines and area in (None, one.area)]
    shown = [sheet_exhibit(reader, found, one) for one in sheets]
    if area is not None or not found.districts:
        return shown
    return [standings_exhibit(reader, found), *shown]
