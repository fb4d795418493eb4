"""Problems of a workbook: one table of codes, severities and Chinese wording; one way to build."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from chuangmo.store import rows
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
    "out-of-range": Wording(ERROR, "{indicator} {found}{unit} 超出可能的范围（{low}～{high}{stored}）。请核对数值和单位。"),
    "over-100": Wording(ERROR, "{indicator} {found}% 大于 100%。请核对分子、分母。"),
    "future-date": Wording(ERROR, "日期 {found} 在今天之后。请核对日期。"),
    "key-missing": Wording(ERROR, "有数值“{found}”，但本行的{axis}是空白。请补填，或删去这个数。"),
    "key-unreadable": Wording(ERROR, "有数值“{found}”，但本行的{axis}“{key}”看不懂。请改正。"),
    "key-in-utc": Wording(ERROR, "有数值“{found}”，但本行的{axis}“{key}”是世界时（UTC）。请改成当地时间后重新上传。"),
    "duplicate-key": Wording(ERROR, "同一指标、地点、时段有两个不同的值：“{found}”与 {other}“{value}”。请只留一个。"),
    "valid-days-over": Wording(ERROR, "{indicator}有效天数 {found} 多于这一时段的 {days} 天。请核对。"),
    "part-over-whole": Wording(ERROR, "{indicator}：达标数 {found} 大于总数 {whole}。请核对。"),
    "negative-value": Wording(ERROR, "{indicator}不会是负数（{found}）。请核对。"),
    "unit-conflict": Wording(ERROR, "{indicator}的单位“{found}”与本系统的“{stored}”不能换算。请核对表头。"),
    "unit-mixing": Wording(ERROR, "{indicator}的单位是“{found}”，换算成 {stored} 要知道温度。请在标题或注中写明（如“25℃”），或改填 {stored}。"),
    "no-indicator": Wording(ERROR, "“{name}”里没有本系统的环境指标（见到：{found}）。请确认是否选错文件。"),
    "only-derived": Wording(ERROR, "“{name}”里没有可以读入的监测值（{found}）。请上传有监测值的表。"),
    "no-header": Wording(ERROR, "“{name}”里有环境指标的名称，但数值上方（或左方）没有写明指标、地点和时间的表头（见到：{found}）。请补上表头后重新上传。"),
    "no-values": Wording(ERROR, "“{name}”里有表头（{found}），但没有一个数值。请填写后再上传。"),
    "unit-magnitude": Wording(WARNING, "{indicator}印的单位是 {unit}，数值 {found} 却像差了 1000 倍。请核对单位；确认无误请填写理由。", confirm=True),
    "foreign-city": Wording(WARNING, "标题写的是“{found}”，本系统是{city}。请确认没有选错文件；确认无误请填写理由。", confirm=True),
    "pm25-over-pm10": Wording(WARNING, "PM2.5 大于 PM10（{found}）。{advice}"),
    "column-repeats-month": Wording(WARNING, "{place}的{indicator}与{month}的数值逐一相同（{found}），疑似沿用旧表。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "column-repeats-site": Wording(WARNING, "{indicator}：{place}与{other}的数值逐一相同（{found}），疑似复制。请核对；确认无误请填写理由。", confirm=True),
    "history-jump": Wording(WARNING, "{place}{indicator} {month}为 {found}，往年同月是 {past}，偏离过大。请核对；确认无误请填写理由。", confirm=True, against_store=True),
    "history-slip": Wording(WARNING, "{place}{indicator} {month}为 {found}，与历史（中位数 {past}）像差了 1000 倍。请核对单位；确认无误请填写理由。", confirm=True, against_store=True),
    "values-removed": Wording(WARNING, "将删除 {found} 个以前报过、本表里已没有的值。请填写理由。", confirm=True),
    "last-year-differs": Wording(WARNING, "上年同期印的是 {found}，库里 {period} 是 {stored}。请核对。", against_store=True),
    "last-year-kept": Wording(NOTICE, "上年同期印的是 {found}，库里没有 {period} 的这个数，只在表内对照，不作为那一期的监测值读入。", against_store=True),
    "period-skipped": Wording(WARNING, "{indicator}上一期是{last}，本表是{found}，中间缺{gap}。请确认是否漏报。", against_store=True),
    "districts-missing": Wording(WARNING, "{indicator}缺这些区县：{found}。请补报，或确认本期没有数据。"),
    "night-over-day": Wording(WARNING, "{place}夜间噪声 {found} 高于昼间 {day}，疑似颠倒。请核对。"),
    "total-differs": Wording(WARNING, "合计“{found}”与各行之和 {sum} 不一致。请核对。"),
    "mean-differs": Wording(WARNING, "平均“{found}”与各行的算术平均 {mean} 不一致。请核对。"),
    "hidden-values": Wording(WARNING, "数值“{found}”在隐藏的行或列里，也已读入。请在表内取消隐藏，核对后决定去留。"),
    "merged-value": Wording(WARNING, "数值“{found}”的单元格一直合并到 {last}，只记给首行。如果几行都是这个数，请取消合并、逐行填写。"),
    "fraction-of-count": Wording(WARNING, "{indicator}按{unit}计，却有小数（{found}）。请核对数值和列名。"),
    "marked-value": Wording(WARNING, "数值“{found}”带有标记，按无效值保存，不参加平均。请核对。"),
    "unit-converted": Wording(WARNING, "{indicator}由 {found} 换算（每摩尔 {litres} 升）。请核对温度。"),
    "site-elsewhere": Wording(WARNING, "点位“{found}”在目录里属于{area}，表内写的是{written}；按目录归入{area}。"),
    "duplicate-equal": Wording(NOTICE, "与 {other} 是同一个值，只取一次。"),
    "not-an-input": Wording(NOTICE, "“{found}”是{what}，不作为监测值读入。"),
    "target-twice": Wording(WARNING, "{what}的目标有两个：“{found}”与 {other}“{value}”，没有登记。请核对。"),
    "target-unfit": Wording(NOTICE, "“{found}”是目标或任务数，但{why}，这一格不能登记为目标。"),
    "days-as-valid": Wording(NOTICE, "“{found}”是天数，不是浓度；本表同时有{indicator}的均值，已作为其有效天数读入。"),
    "unknown-label": Wording(NOTICE, "“{found}”不是本系统的指标，没有读入。"),
    "total-row": Wording(NOTICE, "“{found}”是合计或平均行，只作核对，不读入。"),
    "left-out-row": Wording(NOTICE, "“{found}”等行按回答不入库，没有读入。"),
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


def grouped(
    code: str, sheet: str | None, hits: Sequence[tuple[str, str]], **values: str
) -> list[Diagnostic]:
    """One line for many (cell, found) of one kind: the first is named, the others counted."""
    if not hits:
        return []
    cell, found = hits[0]
    return [diagnose(code, sheet, cell, found, count=len(hits), confirm=None, **values)]


def condensed(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors first; beyond two hundred of one code the rest are counted on one line."""
    order = {ERROR: 0, WARNING: 1, NOTICE: 2}
    shown: list[Diagnostic] = []
    seen: dict[str, int] = {}
    rest: dict[str, list[Diagnostic]] = {}
    for line in sorted(diagnostics, key=lambda d: order[d.severity]):
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


def folded(diagnostics: list[Diagnostic], *codes: str) -> list[Diagnostic]:
    """The diagnostics of one sheet, several of one of the codes as one line at its first cell."""
    found = diagnostics
    for code in codes:
        lines = [line for line in found if line.code == code]
        if len(lines) > 1:
            first, count = lines[0], sum(line.count for line in lines)
            whole = diagnose(code, first.sheet, first.cell, first.found, count=count)
            found = [*(line for line in found if line.code != code), whole]
    return found


def diagnostics_table(diagnostics: Sequence[Diagnostic]) -> pa.Table:
    """The diagnostics as ``rows.DIAGNOSTICS``."""
    names = rows.DIAGNOSTICS.names
    return pa.table(
        {name: [getattr(d, name) for d in diagnostics] for name in names},
        schema=rows.DIAGNOSTICS,
    )
