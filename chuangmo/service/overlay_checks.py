"""Whether the files that commands write into the home's catalog are what the journal says."""

from collections.abc import Iterator
from pathlib import Path

from chuangmo.catalog.layouts import Layout, read_layouts
from chuangmo.service.auditing import check_accounts, check_audit
from chuangmo.service.correction_journal import (
    correction_key,
    corrections_file,
    journalled_corrections,
    kept_corrections,
)
from chuangmo.service.layouts import ACCEPT
from chuangmo.service.overlay_journal import check_overlay
from chuangmo.settings import Settings
from chuangmo.store.errors import JournalBroken, StoreFault
from chuangmo.store.journal import Entry
from chuangmo.store.store import Store
from chuangmo.store.verify import Check, standing_lines


def overlay_checks(settings: Settings, store: Store | None = None) -> list[Check]:
    """Targets, items, dust days; corrections; confirmed forms; audit; accounts. Changes nothing.

    Args:
        store: the home's open store, where this process has it.
    """
    try:
        lines = standing_lines(settings, store)
    except JournalBroken as error:
        lost = f"无法由日志核对：{error}"
        return [
            Check("overlay", False, lost), Check("corrections", False, lost),
            Check("layouts", False, lost), check_audit(settings), check_accounts(settings),
        ]  # fmt: skip
    return [
        check_overlay(settings, store),
        check_corrections(settings, lines),
        check_layouts(settings, lines),
        check_audit(settings),
        check_accounts(settings),
    ]


def check_corrections(settings: Settings, lines: list[Entry]) -> Check:
    """Whether the file of corrections holds exactly those of the journal."""
    name = corrections_file(settings).name
    wanted = {correction_key(one): one for one in journalled_corrections(lines)}
    try:
        present = {correction_key(one): one for one in kept_corrections(settings)}
    except StoreFault as error:
        return Check("corrections", False, str(error))
    differing = [
        f"{name} 的 {'!'.join(filter(None, (sheet, cell)))}（文件 {file[:12]}…）"
        + _difference((file, sheet, cell) in wanted, (file, sheet, cell) in present)
        for file, sheet, cell in dict.fromkeys([*wanted, *present])
        if wanted.get((file, sheet, cell)) != present.get((file, sheet, cell))
    ]
    fine = f"登记的更正 {len(wanted)} 条，与日志一致。"
    return Check("corrections", not differing, "；".join(differing) or fine)


def check_layouts(settings: Settings, lines: list[Entry]) -> Check:
    """Whether the confirmed forms in the home are those of the journal, each as last confirmed."""
    folder = settings.home / "catalog" / "layouts"
    wanted = {
        line.body["payload"]["fingerprint"]: line.body["payload"].get("layout")
        for line in lines
        if line.type == ACCEPT
    }
    differing = list(_differing_layouts(folder, wanted))
    fine = f"已确认的版式 {len(wanted)} 个，与日志一致。"
    return Check("layouts", not differing, "；".join(differing) or fine)


def _differing_layouts(folder: Path, wanted: dict[str, dict[str, object] | None]) -> Iterator[str]:
    """A sentence for each form that differs; one journalled without its body is only looked for."""
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    for fingerprint in dict.fromkeys([*wanted, *paths]):
        name = f"layouts/{fingerprint}.toml"
        body = wanted.get(fingerprint)
        if fingerprint not in wanted:
            yield f"{name} 在日志中没有登记"
        elif fingerprint not in paths:
            yield f"{name} 已登记，文件却没有了，请重新确认这个版式（layout accept）"
        elif body is not None and not _holds(paths[fingerprint], body):
            yield f"{name} 与日志所记不同，请重新确认这个版式（layout accept）"


def _holds(path: Path, body: dict[str, object]) -> bool:
    """Whether the file holds this one form; a file that cannot be read does not."""
    try:
        return read_layouts(path) == [Layout.model_validate(body)]
    except ValueError:  # of pydantic too
        return False


def _difference(journalled: bool, present: bool) -> str:
    if not journalled:
        return "在日志中没有登记"
    return "与日志所记不同" if present else "已登记，文件中却没有（重新启动看板即补写）"
