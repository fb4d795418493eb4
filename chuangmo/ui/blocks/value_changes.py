"""The values that a file would replace, as a table: what holds now, what comes, from which cell."""

from collections.abc import Sequence
from fractions import Fraction

from chuangmo.store.rows import ValueChange
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, code
from chuangmo.wording import figure

#: Fields of a ledger item, as a difference names them.
_FIELDS = {
    "unit_name": "单位", "model": "型号", "count": "台数", "tonnage": "蒸吨", "method": "方式",
    "planned": "计划完成", "finished": "实际完成", "status": "进度", "so2_cut": "削减SO2",
    "dust_cut": "削减烟尘", "note": "备注", "parts": "其中",
}  # fmt: skip


def change_table(changes: Sequence[ValueChange]) -> str:
    """One row a replaced value."""
    columns = [
        HtmlColumn("地点"),
        HtmlColumn("指标"),
        HtmlColumn("时段"),
        HtmlColumn("现值", numeric=True, css="old"),
        HtmlColumn("新值", numeric=True),
        HtmlColumn("变化", numeric=True),
        HtmlColumn("单位", css="cm-hide-phone"),
        HtmlColumn("现值批次", numeric=True, css="cm-hide-phone"),
        HtmlColumn("来自单元格"),
    ]
    return html.table(columns, [_change_row(change) for change in changes])


def _change_row(change: ValueChange) -> list[object]:
    catalog = reads.get_board().catalog
    known = catalog.indicators.get(change.indicator)
    label = known.label if known else change.indicator
    place = f"{change.area} {change.site}" if change.site else change.area
    where = "!".join(part for part in (change.sheet, change.cell) if part)
    new = Safe(f"<b>{html.text(_value_words(change.new_value))}</b>")
    return [
        place,
        _with_unit(html.chem(label), change.unit),
        f"{change.start:%Y-%m}" if change.kind != "day" else f"{change.start:%Y-%m-%d}",
        _value_words(change.old_value),
        new,
        _percent(change),
        change.unit,
        str(change.batch),
        code(where) if where else "—",
    ]


def _with_unit(label: Safe, unit: str) -> Safe:
    """The indicator; on a phone, which has no column for it, with the unit of its figures."""
    return (
        Safe(f'{label}<small class="cm-only-phone"> {html.text(unit)}</small>') if unit else label
    )


def _value_words(value: str | None) -> str:
    """A number as printed; of a changed ledger item the fields that differ, by their names."""
    if value is None or "=" not in value:
        return figure(_short(value))
    pairs = (part.partition("=") for part in value.split("; "))
    return "，".join(f"{_FIELDS.get(name, name)} {text or '—'}" for name, _, text in pairs)


def _short(number: str | None) -> str | None:
    if number is None or "." not in number:
        return number
    return number.rstrip("0").rstrip(".")


def _percent(change: ValueChange) -> str:
    if "=" in (change.old_value or change.new_value or "="):
        return "—"
    if not change.old_value or not change.new_value or not Fraction(change.old_value):
        return "—"
    old, new = Fraction(change.old_value), Fraction(change.new_value)
    return f"{float((new - old) / old * 100):+.1f}%".replace("-", "−")
