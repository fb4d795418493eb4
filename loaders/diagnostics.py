"""Problems of a workbook: one table of codes, severities and Chinese wording; one way to build."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from chuangmo.store import rows
from loaders.model.finding import Finding
from loaders.model.staged import ERROR, NOTICE, WARNING, Diagnostic


@dataclass(frozen=True)
class Wording:
    """Severity and sentence of one code.

    ``confirm`` asks for a reason before the commit; ``against_store`` is said of what the store
    held when the file was staged.
    """

    severity: str
    text: str
    confirm: bool = False
    against_store: bool = False


TABLE: dict[str, Wording] = {
    "unreadable-value": Wording(ERROR, "“{found}”不是数值。请填数字、“缺测”或“0.05L”。"),
    "unreadable-date": Wording(ERROR, "“{found}”不是日期，或看不出是1月还是10月。请填写 2008-10-31 这样的日期。"),
    "error-cell": Wording(ERROR, "公式出错（{found}）。请在表内改正后重新上传。"),
    "formula-without-value": Wording(ERROR, "公式没有结果值（{found}）。请用 Excel 或 WPS 打开并保存一次再上传。"),
    "out-of-range": Wording(ERROR, "{indicator} {found}{unit} 超出可能的范围（{low}～{high}{stored}）{slip}。请核对数值和单位。"),
    "over-100": Wording(ERROR, "{indicator} {found}% 大于 100%。请核对分子、分母。"),
    "future-date": Wording(ERROR, "日期 {found} 在今天之后。请核对日期。"),
    "key-missing": Wording(ERROR, "有数值“{found}”，但本行的{axis}是空白。请补填，或删去这个数。"),
    "key-unreadable": Wording(ERROR, "有数值“{found}”，但本行的{axis}“{key}”看不懂。请改正。"),
    "key-in-utc": Wording(ERROR, "有数值“{found}”，但本行的{axis}“{key}”是世界时（UTC）。请改成当地时间后重新上传。"),
    "duplicate-key": Wording(ERROR, "同一指标、地点、时段有两个不同的值：“{found}”与 {other}“{value}”。请只留一个。"),
    "rows-alike": Wording(ERROR, "这一列各行的指标、地点、时段都相同（值都是“{found}”），像是缺了区分各行的一列。请补全后重新上传。"),
    "header-twice": Wording(ERROR, "表头“{found}”印了不止一次（{where}），数值却不同，看不出各是什么。请改正表头后重新上传。"),
    "header-ungrouped": Wording(ERROR, "“{found}”（{where}）上方没有写明是哪一期、哪个地点，同样的表头在别的列上方都写了。请补全表头后重新上传。"),
    "valid-days-over": Wording(ERROR, "{indicator}有效天数 {found} 多于这一时段的 {days} 天。请核对。"),
    "count-not-whole": Wording(ERROR, "{indicator}的有效天数（个数）不会是小数（{found}）。请核对数值和列名。"),
    "part-over-whole": Wording(ERROR, "{indicator}：达标数 {found} 大于总数 {whole}。请核对。"),
    "negative-value": Wording(ERROR, "{indicator}不会是负数（{found}）。请核对。"),
    "unit-conflict": Wording(ERROR, "{indicator}的单位“{found}”与本系统的“{stored}”不能换算。请核对表头。"),
    "unit-mixing": Wording(ERROR, "{indicator}的单位是“{found}”，换算成 {stored} 要知道温度。请在标题或注中写明（如“25℃”），或改填 {stored}。"),
    "no-indicator": Wording(ERROR, "“{name}”里没有本系统的环境指标（见到：{found}）。请确认是否选错文件。"),
    "only-derived": Wording(ERROR, "“{name}”里没有可以读入的监测值（{found}）。请上传有监测值的表。"),
    "only-names": Wording(ERROR, "“{name}”是一份名单（{found}），没有环境指标的数值，没有什么可以读入。要报数的请上传有数值的表；要增加点位的请登记到点位目录。"),
    "no-header": Wording(ERROR, "“{name}”里有环境指标的名称，但数值上方（或左方）没有写明指标、地点和时间的表头（见到：{found}）。请补上表头后重新上传。"),
    "no-values": Wording(ERROR, "“{name}”里有表头（{found}），但没有一个数值。请填写后再上传。"),
    "no-plain-values": Wording(ERROR, "“{name}”里有表头（{heads}），但没有一格只写一个数：这一格写的是“{found}”。请一格只填一个数，完成数与任务数分两列填写，再上传。"),
    "unit-magnitude": Wording(WARNING, "{indicator}印的单位是 {unit}，数值 {found} 却像差了 1000 倍，像是 {other}。请选择单位；所印的单位无误请填写理由。", confirm=True),
    "foreign-city": Wording(WARNING, "标题写的是“{found}”，本系统是{city}。请确认没有选错文件；确认无误请填写理由。", confirm=True),
    "pm25-over-pm10": Wording(WARNING, "PM2.5 大于 PM10（{found}）。{advice}"),
    "part-above-whole": Wording(WARNING, "{part}大于{whole}（{found}）。{advice}"),
    "statistics-order": Wording(WARNING, "{part}的{low}大于{high}（{found}）。{advice}"),
    "columns-exchanged": Wording(WARNING, "{found}：{pairs} 组中有 {over} 组，前一列的数在{one}通常的 {low}～{high} 之外，后一列的数却在其中，疑似两列颠倒。请核对；确认无误请填写理由。", confirm=True),
    "column-repeats-month": Wording(WARNING, "{place}的{indicator}与{month}的数值逐一相同（{found}），疑似沿用旧表。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "column-repeats-site": Wording(WARNING, "{indicator}：{place}与{other}的数值逐一相同（{found}），疑似复制。请核对；确认无误请填写理由。", confirm=True),
    "history-jump": Wording(WARNING, "{place}{indicator} {month}为 {found}，往年同月是 {past}，偏离过大。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "history-slip": Wording(WARNING, "{place}{indicator} {month}为 {found}，与历史（中位数 {past}）像差了 1000 倍。请核对单位；确认无误请填写理由。", confirm=True, against_store=True),
    "tenfold": Wording(WARNING, "{place}{indicator} {month}为 {found}，{before}是 {last}，像差了一位小数（约为其{times}）。请核对小数点。", against_store=True),
    "columns-swapped": Wording(WARNING, "{found} {month}在 {places} 个地点都与历史高低相反、对调后才相近，疑似两列颠倒。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "places-swapped": Wording(WARNING, "{found} {month}有 {places} 项都与历史高低相反、对调后才相近，疑似两处的数颠倒。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "headers-exchanged": Wording(WARNING, "{found}疑似两列的表头对调了（{why}）。请核对；确认无误请填写理由。", confirm=True),
    "whole-numbers": Wording(WARNING, "“{header}”应是整数，却有“{found}”，疑似与旁边的列颠倒。请核对；确认无误请填写理由。", confirm=True),
    "mean-outside-parts": Wording(WARNING, "{place}{indicator} {period}的均值是 {found}，不在它各期的 {low}～{high} 之间。请核对是否列错或填错；确认无误请填写理由。", confirm=True),
    "change-differs": Wording(WARNING, "变化写的是 {found}，按表内本期 {this}、上年同期 {last} 却不是。请核对是否两列颠倒。"),
    "sub-indices": Wording(WARNING, "“{index}”每一行都等于{found}里最大的数，这几列像是分指数，不是浓度。请核对；确是浓度请填写理由。", confirm=True),
    "mean-beside-days": Wording(WARNING, "{place}{indicator} {month}报的均值是 {found}，按已有 {days} 天的日值计算是 {mean}。请核对。", against_store=True),
    "indicators-missing": Wording(WARNING, "以前各月同一份表还报{found}，{month}的表里没有。请核对。", against_store=True),
    "sheets-missing": Wording(WARNING, "以前的同一份表都有工作表{found}，这次没有。请核对是否漏了。", against_store=True),
    "values-removed": Wording(WARNING, "将删除 {found} 个以前报过、本表里已没有的值。请填写理由。", confirm=True),
    "last-year-differs": Wording(WARNING, "上年同期印的是 {found}，库里 {period} 是 {stored}。请核对。", against_store=True),
    "last-year-kept": Wording(NOTICE, "上年同期印的是 {found}，库里没有 {period} 的这个数，只在表内对照，不作为那一期的监测值读入。", against_store=True),
    "period-skipped": Wording(WARNING, "{indicator}上一期是{last}，本表是{found}，中间缺{gap}。请确认是否漏报。", against_store=True),
    "districts-missing": Wording(WARNING, "{indicator}缺这些区县：{found}。请补报，或确认本期没有数据。"),
    "night-over-day": Wording(WARNING, "{place}夜间噪声 {found} 高于昼间 {day}，疑似颠倒。请核对。"),
    "column-slip": Wording(WARNING, "{place}{indicator} {found} 与同表其他值（中位数 {middle}）像差了 {times} 倍，疑应为 {expected}。{advice}"),
    "value-stuck": Wording(WARNING, "{place}{indicator}从 {first} 到 {last} 连续 {days} 天都是 {found}。请核对仪器或填报。"),
    "span-gap": Wording(WARNING, "{place}的{indicator}在首末两期之间缺 {found}。请补报；没有监测的请填“缺测”。"),
    "rate-differs": Wording(WARNING, "{indicator}写的是 {found}，按表内 {part}÷{whole} 应为 {rate}%，两数都已保存。请核对。"),
    "share-differs": Wording(WARNING, "旁边印的{indicator}是 {found}，按表内 {part}÷{whole} 应为 {rate}%，按后者读入。请核对。"),
    "total-differs": Wording(WARNING, "合计“{found}”与各行之和 {sum} 不一致。请核对。"),
    "sub-counts-differ": Wording(WARNING, "{indicator}写的是 {found}，其中各项之和为 {sum}（{parts}）。请核对。"),
    "mark-over-full": Wording(WARNING, "{place}的{part}写的是 {found} 分，满分是 {full} 分。请核对。"),
    "rank-differs": Wording(WARNING, "{place}的名次写的是 {found}，按本表得分应为第 {rank} 名。请核对。"),
    "grade-differs": Wording(WARNING, "{place}的等次写的是“{found}”，{total} 分按{rules}应为“{grade}”。有一票否决等情形的请登记，否则请核对。"),
    "sub-count-unread": Wording(WARNING, "“{found}”看不懂，这一分项没有读入，总数照读。请核对。"),
    "completion-differs": Wording(WARNING, "完成率写的是 {found}，按完成 {done}、任务 {task} 应为 {rate}%。请核对。"),
    "done-over-task": Wording(WARNING, "{indicator}等 {rows} 行完成数都大于任务数（首行 {found} > {task}），疑似两列颠倒。请核对。"),
    "mean-differs": Wording(WARNING, "平均“{found}”与各行的算术平均 {mean} 不一致。请核对。"),
    "hidden-values": Wording(WARNING, "数值“{found}”在隐藏的行或列里，也已读入。请在表内取消隐藏，核对后决定去留。"),
    "merged-value": Wording(WARNING, "数值“{found}”的单元格一直合并到 {last}，只记给首行。如果几行都是这个数，请取消合并、逐行填写。"),
    "fraction-of-count": Wording(WARNING, "{indicator}按{unit}计，却有小数（{found}）。请核对数值和列名。"),
    "fraction-of-share": Wording(WARNING, "{indicator} {found}，同表其他值都是百分数，像是小数没有乘 100，疑应为 {expected}%。请核对；确认无误请填写理由。", confirm=True),
    "valid-days-few": Wording(WARNING, "{indicator} {period}有效天数 {found} 天，少于规定的 {days} 天，均值只作参考。请核对。"),
    "month-as-day": Wording(WARNING, "日期都是每月1日（{found}），像是把月份存成了日期。如果是月均值，请写成“{month}”后重新上传；确为当日数据请填写理由。", confirm=True),
    "macros": Wording(NOTICE, "工作簿带有宏。宏没有运行，只读取单元格里保存的数值；靠宏才算出的数请先在 Excel 或 WPS 里算好并保存。"),
    "marked-value": Wording(WARNING, "数值“{found}”带有标记，按无效值保存，不参加平均。请核对。"),
    "unit-converted": Wording(WARNING, "{indicator}由 {found} 换算（每摩尔 {litres} 升）。请核对温度。"),
    "other-cities": Wording(NOTICE, "“{found}”不是{city}的区县，是外市：它们的数只与{city}对照，不计入{city}的任何一个数。"),
    "site-elsewhere": Wording(WARNING, "点位“{found}”在目录里属于{area}，表内写的是{written}；按目录归入{area}。"),
    "unlisted-site": Wording(WARNING, "{number} 个点位不在{city}的点位目录里：{found}。这些值照样保存、可以查看，但不计入{city}的均值。名称写错的请改正，确是新点位的请先登记到目录。"),
    "duplicate-equal": Wording(NOTICE, "与 {other} 是同一个值，只取一次。"),
    "unaudited-left": Wording(WARNING, "{place}{indicator} {period}的“{found}”是未审核的数，{where}已有这一期审核后（或没有说未审核）的数，没有读入。", against_store=True),
    "not-an-input": Wording(NOTICE, "“{found}”是{what}，不作为监测值读入。"),
    "nothing-stored": Wording(WARNING, "这个文件没有一个数入库：读到的 {found} 个数都不是可以入库的监测值，各是什么见其余各条。"),
    "target-twice": Wording(WARNING, "{what}的目标有两个：“{found}”与 {other}“{value}”，没有登记。请核对。"),
    "target-unfit": Wording(NOTICE, "“{found}”是目标或任务数，但{why}，这一格不能登记为目标。"),
    "days-as-valid": Wording(NOTICE, "“{found}”是天数，不是浓度；本表同时有{indicator}的均值，已作为其有效天数读入。"),
    "sub-counts-read": Wording(NOTICE, "“{found}”相加等于“{whole}”，作为它的分项读入，不另计数。"),
    "unit-unsaid": Wording(WARNING, "“{found}”没有写明单位（如吨还是万吨、元还是万元），没有读入。请在表头、单位列或标题里写明。"),
    "unknown-label": Wording(NOTICE, "“{found}”不是本系统的指标，或按回答不读，没有读入。"),
    "left-out-cell": Wording(NOTICE, "{indicator} {found} 与同类其他值差 1000 倍，按回答不读。"),
    "total-row": Wording(NOTICE, "“{found}”是合计或平均行，只作核对，不读入。"),
    "outside-row": Wording(NOTICE, "“{found}”等行是外市的点位或单位，没有读入：外市只读全市的数，作对照。"),
    "left-out-row": Wording(NOTICE, "“{found}”等行按回答不入库，没有读入。"),
    "odd-mark": Wording(NOTICE, "{indicator}的“{found}”是程序写的空值，按缺测处理。请核对是否漏报。"),
    "zero-is-missing": Wording(NOTICE, "{indicator}为 0，按缺测处理。"),
    "layout-changed": Wording(NOTICE, "这张表像已知版式“{found}。已按内容重新识别，请核对识别结果，确认后可重新记住。"),
    "reading-chosen": Wording(NOTICE, "有两种读法：{found}。请核对。"),
    "ignored-column": Wording(NOTICE, "这些列不是本系统的指标，没有读：{found}。"),
    "stray-number": Wording(NOTICE, "这些数值不属于任何一张表，没有读入：{found}。请核对。"),
    "unread-table": Wording(NOTICE, "{found} 的表里没有本系统的指标（{words}），{numbers} 个数值没有读入。"),
    "part-unused": Wording(NOTICE, "“{found}”一列没有与之对应的监测值，没有读入。请核对。"),
    "text-number": Wording(NOTICE, "数字以文本形式存放，已按数值读入。"),
    "invisible-character": Wording(NOTICE, "日期里有看不见的字符，已略去。"),
    "unit-inferred": Wording(NOTICE, "{indicator}没有写单位，按数值大小取 {unit}。请核对。"),
    "lost-superscript": Wording(NOTICE, "单位“{found}”缺了“³”，按 {unit} 读入。"),
    "hidden-sheet": Wording(NOTICE, "隐藏的工作表也已读入。"),
    "correction-stale": Wording(WARNING, "登记的更正是针对“{expect}”的，单元格里现在是“{found}”，没有应用。请核对后重新登记。"),
    "corrected": Wording(NOTICE, "原文“{found}”按登记的更正读作“{value}”（理由：{reason}）。"),
    "month-end": Wording(NOTICE, "“{found}”只写到月，按月末记。"),
    "hours-to-24": Wording(NOTICE, "表头的时刻写作 1～24，按每小时的终止时刻读入（1 即 0 时至 1 时）。请核对。"),
}  # fmt: skip

ONE_BY_ONE = 200
#: From so many lines of one of these codes in a sheet they have one cause.
_FEW = 10
_CAUSES = {
    "duplicate-key": "多半是少了区分各行的一列（点位、日期或小时），或这一列没有认出来：请核对识别结果。",
    "key-missing": "多半是这一列只填了首行：请补全，或合并单元格。",
    "key-unreadable": "多半是这一列不是它的表头所说的东西：请核对识别结果。",
}
_COLUMN = re.compile(r"\d+$|^R\d+(?=C)")
_ROW = re.compile(r"^R\d+|\d+$")
_COUNTED = re.compile(r"（共 \d+ 处，首处如此）$")


def diagnose(
    code: str,
    sheet: str | None,
    cell: str | None,
    found: str = "",
    *,
    count: int = 1,
    confirm: bool | None = None,
    **values: str,
) -> Diagnostic:
    """A diagnostic with its Chinese sentence: where, what was found, what to do."""
    wording = TABLE[code]
    where = "!".join(part for part in (sheet, cell) if part)
    sentence = wording.text.format(found=found, **values)
    more = f"（共 {count} 处，首处如此）" if count > 1 else ""
    message = f"{where}：{sentence}{more}" if where else f"{sentence}{more}"
    asks = wording.confirm if confirm is None else confirm
    return Diagnostic(
        code, wording.severity, sheet, cell, found, message, asks, count, wording.against_store
    )


def told(finding: Finding) -> Diagnostic:
    """A finding with its sentence."""
    return diagnose(
        finding.code, finding.sheet, finding.cell, finding.found,
        count=finding.count, confirm=finding.confirm, **finding.words,
    )  # fmt: skip


def told_of_sheet(findings: Iterable[Finding]) -> list[Diagnostic]:
    """The findings of one sheet; what is said of the sheet as a whole is said once."""
    lines: list[Diagnostic] = []
    of_sheet: set[Diagnostic] = set()
    for line in map(told, findings):
        if line not in of_sheet:
            lines.append(line)
        if line.cell is None:
            of_sheet.add(line)
    return lines


def condensed(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors first, equal problems of a column on one line, many of one cause with that cause.

    Beyond two hundred of one code the rest are counted on one line.
    """
    order = {ERROR: 0, WARNING: 1, NOTICE: 2}
    shown: list[Diagnostic] = []
    seen: dict[str, int] = {}
    rest: dict[str, list[Diagnostic]] = {}
    alike = _of_one_cause(_equal_folded(diagnostics))
    for line in sorted(alike, key=lambda d: order[d.severity]):
        seen[line.code] = seen.get(line.code, 0) + 1
        if seen[line.code] <= ONE_BY_ONE:
            shown.append(line)
        else:
            rest.setdefault(line.code, []).append(line)
    for lines in rest.values():
        first = lines[0]
        message = f"{first.message}（另有 {len(lines)} 处同样的问题）"
        shown.append(replace(first, message=message, count=sum(d.count for d in lines)))
    return tuple(shown)


def _equal_folded(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The lines, those that say the same of several cells of one column as one at the first."""
    groups: dict[tuple[str, str | None, str, str], list[Diagnostic]] = {}
    for line in diagnostics:
        column = _COLUMN.sub("", line.cell) if line.cell else f"{line.message}"
        groups.setdefault((line.code, line.sheet, column, line.found), []).append(line)
    rows: dict[tuple[str, ...], list[Diagnostic]] = {}
    for n, line in enumerate(map(_one_of, groups.values())):
        row = _ROW.search(line.cell or "")
        alike = row is not None and line.severity == NOTICE
        key = (line.code, line.sheet or "", row[0], line.found) if row and alike else (str(n),)
        rows.setdefault(key, []).append(line)
    return [_one_of(lines) for lines in rows.values()]


def _one_of(lines: list[Diagnostic], cause: str = "") -> Diagnostic:
    first, count = lines[0], sum(line.count for line in lines)
    if len(lines) == 1:
        return first
    said = _COUNTED.sub("", first.message)
    return replace(first, message=f"{said}（共 {count} 处，首处如此）{cause}", count=count)


def _of_one_cause(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The lines, many of a code in one sheet that have one cause as one line that names it."""
    found: list[Diagnostic] = []
    many: dict[tuple[str, str | None], list[Diagnostic]] = {}
    for line in diagnostics:
        if line.code in _CAUSES:
            many.setdefault((line.code, line.sheet), []).append(line)
        else:
            found.append(line)
    for (code, _), lines in many.items():
        found += (
            [_one_of(lines, _CAUSES[code])] if sum(line.count for line in lines) > _FEW else lines
        )
    return found


def folded(findings: Sequence[Finding], *codes: str) -> tuple[Finding, ...]:
    """The findings of one sheet, several of one of the codes as one at its first cell."""
    kept = tuple(findings)
    for code in codes:
        alike = [one for one in kept if one.code == code]
        if len(alike) > 1:
            whole = replace(alike[0], count=sum(one.count for one in alike))
            kept = (*(one for one in kept if one.code != code), whole)
    return kept


def diagnostics_table(diagnostics: Sequence[Diagnostic]) -> pa.Table:
    """The diagnostics as ``rows.DIAGNOSTICS``."""
    names = rows.DIAGNOSTICS.names
    return pa.table(
        {name: [getattr(d, name) for d in diagnostics] for name in names},
        schema=rows.DIAGNOSTICS,
    )
