"""口径: how each figure is worked out, by which line and document, what must be said beside it."""

from collections.abc import Iterator

from chuangmo.assess import reasons
from chuangmo.assess.verdict_types import NO_TARGET, NOT_APPLICABLE, Verdict
from chuangmo.assess.verdicts.evidence_words import BASIS_NOTE
from chuangmo.exports.contents import Contents
from chuangmo.exports.styles import DEEP
from chuangmo.exports.xlsx.pages import Book, Header
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.status import LINE_WORD, STATUS
from chuangmo.wording import MARK_WORD, limit_words

_WIDTHS = (20, 70, 62)
_PRINTED = 4  # pages of the sheet on paper
_RESTS = "先是本文件各图表的口径，再是各指标的规则与依据。"
_SHAPES = "　".join(f"{look.glyph} {look.word}" for look in STATUS.values())
_ALWAYS = (
    ("修约", "计算完成后只修约一次，四舍六入五成双；限值按文件所印，不再修约。", "GB/T 8170"),
    (
        "需要值",
        "（限值×全年日数 − 累计均值×已有日数）÷余下日数，向更严的一侧修约；已有日数为有效日，"
        "没有报有效天数的为日历天数并注明；"
        "“结论”表中为公式，改动限值即可试算。",
        "本看板推演规则；推演不是预报，未考虑气象条件。",
    ),
    ("年内判断", BASIS_NOTE, reasons.OPEN_RULE),
    ("状态", f"形状与文字并用：{_SHAPES}。", ""),
    (
        "文件安全",
        "单元格里的文字一律按文字写入，不会成为公式或链接；只有“结论”表的需要值是公式。",
        "",
    ),
)
Row = tuple[str, str, str]


def basis_page(book: Book, contents: Contents, scope: Scope, header: Header) -> None:
    """One row a rule: what it is about, how it is worked out, on what it rests."""
    page = book.page("口径", header, _WIDTHS)
    page.sentence("口径与说明", 16, DEEP, bold=True)
    told = (page.row, _RESTS)
    page.quiet(_RESTS)
    page.heads(("项目", "怎么算", "依据与例外"), repeat=True)
    first = page.row
    page.sheet.freeze_panes(first, 0)
    for row in dict.fromkeys((*_of_exhibits(contents), *_of_scope(scope), *_ALWAYS)):
        lines = max(
            -(-int(len(text) * 2.1) // int(wide)) for text, wide in zip(row, _WIDTHS, strict=True)
        )
        page.set_high(max(24, 17 * lines + 6))
        for n, text in enumerate(row):
            look = page.body(align="left", text_wrap=True, bold=n == 0)
            page.text(n, text, book.look(**look))
        page.row += 1
    page.print_pages(_PRINTED, told, first)


def _of_exhibits(contents: Contents) -> Iterator[Row]:
    for exhibit in contents.exhibits:
        about = exhibit.extra.get("place", "") or contents.title
        for note in exhibit.notes:
            if note:
                yield (about, note, exhibit.foot.standard)


def _of_scope(scope: Scope) -> Iterator[Row]:
    for indicator in scope.indicators:
        if indicator.basis:
            yield (indicator.label, indicator.basis, "")
        seen: set[tuple[str, str]] = set()
        for row in scope.rows:
            if row.indicator != indicator.id or row.status in (NO_TARGET, NOT_APPLICABLE):
                continue
            key = (row.line, row.rule if row.area_kind == "city" else "")
            if row.limit is None or key in seen or row.area_kind != scope.rows[0].area_kind:
                continue
            seen.add(key)
            yield (f"{indicator.label}：{LINE_WORD[row.line]}", row.rule, _rests_on(row))


def _rests_on(row: Verdict) -> str:
    doubt = "待核：限值未见官方原文" if row.confidence in ("B", "C") else ""
    mark = f"目标为{MARK_WORD[row.mark]}值" if row.mark in MARK_WORD else ""
    parts = (f"限值 {limit_words(row)} {row.unit}".strip(), row.document, row.source, doubt, mark)
    return "；".join(dict.fromkeys(part for part in parts if part))
