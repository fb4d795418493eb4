"""Checks that the home's catalog agrees with the journal and is valid. Read-only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import CatalogError, Fault
from chuangmo.catalog.overlay import FORMS
from chuangmo.catalog.sources import overlay_folder
from chuangmo.service.auditing import check_accounts
from chuangmo.service.decisions.audit_trail import check_audit
from chuangmo.service.overlay.files import WAITING
from chuangmo.service.overlay.journal import (
    CORRECTIONS,
    Recorded,
    changed_keys,
    kind_of,
    recorded,
)
from chuangmo.service.overlay.last_good import attached_in, looked_at, says_something
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import Check, standing_lines
from chuangmo.store.errors import ArchiveDamaged, JournalBroken, StoreFault
from chuangmo.store.store import Store

_NOTICE = "（看板运行时或下次启动时登记）"
_LISTED = 5


def overlay_checks(settings: Settings, store: Store | None = None) -> list[Check]:
    """Files of the catalog; corrections; confirmed forms; audit; accounts.

    Args:
        store: the home's open store, where this process has it.
    """
    others = [check_audit(settings, store), check_accounts(settings)]
    try:
        states = recorded(standing_lines(settings, store), attached_in(settings))
        faults = looked_at(settings).faults
    except (JournalBroken, StoreFault) as error:
        lost = f"无法由日志核对：{error}"
        names = ("overlay", "corrections", "layouts")
        return [*(Check(name, False, lost) for name in names), *others]
    except CatalogError as error:
        faults = tuple(error.faults)
    return [*_Files(settings, states, faults).checks(), *others]


def all_faults(settings: Settings) -> list[Fault]:
    """What ``catalog check`` lists: of every city, of corrections, and files that went missing.

    The journal is asked as far as it can be read; ``verify`` tells of its own damage.
    """
    found = check_catalog(settings)
    try:
        found += looked_at(settings).faults
    except CatalogError as error:
        found += error.faults
    except StoreFault:
        pass
    return list({(one.file, one.entry, one.field, one.line): one for one in found}.values())


@dataclass
class _Files:
    """The files of the overlay against the journal; what is wrong, and what waits, by check."""

    settings: Settings
    states: Mapping[str, Recorded]
    faults: tuple[Fault, ...]
    wrong: dict[str, list[str]] = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=dict)

    def checks(self) -> list[Check]:
        top = overlay_folder(self.settings)
        known = {Path(fault.file) for fault in self.faults}
        for fault in self.faults:
            path = Path(fault.file)
            file = path.relative_to(top).as_posix() if path.is_relative_to(top) else ""
            self.wrong.setdefault(_check_of(file), []).append(str(fault).rstrip("。"))
        for file in sorted({*self.states, *_present(top)}):
            if top / file not in known:
                self._look(file, top / file)
        return [
            self._check("overlay", f"目录覆盖层 {self._count('overlay')} 条，与日志一致。"),
            self._check("corrections", f"登记的更正 {self._count('corrections')} 条，与日志一致。"),
            self._check("layouts", f"已确认的版式 {self._count('layouts')} 个，与日志一致。"),
        ]

    def _look(self, file: str, path: Path) -> None:
        state = self.states.get(file) or Recorded(kind_of(file))
        name = _check_of(file)
        try:
            data = path.read_bytes() if path.is_file() else b""
            if path.with_name(path.name + WAITING).exists():
                words = f"{file} 落后于日志（重新启动看板即补写）"
                self.wrong.setdefault(name, []).append(words)
            elif not data.strip():
                if self._expected(state, path):
                    words = f"{file} 已登记，文件却不见了或是空的（重新启动看板即补写）"
                    self.wrong.setdefault(name, []).append(words)
            elif not state.holds(data, path):
                changes = changed_keys(state, data, path)[:_LISTED]
                which = f" 的 {'、'.join(changes)}" if changes else ""
                self.notices.setdefault(name, []).append(f"{file}{which} 有手工修改，尚未登记")
        except CatalogError as error:
            self.wrong.setdefault(name, []).extend(str(f).rstrip("。") for f in error.faults)
        except OSError as error:
            self.wrong.setdefault(name, []).append(f"{file} 打不开（{error.strerror}）")

    def _expected(self, state: Recorded, path: Path) -> bool:
        """Whether the journal has something to say in place of a file that says nothing."""
        try:
            return says_something(state.text(path, attached_in(self.settings)))
        except ArchiveDamaged:
            return True

    def _count(self, name: str) -> int:
        states = (state for file, state in self.states.items() if _check_of(file) == name)
        return sum(len(state.entries) if state.kind else 1 for state in states)

    def _check(self, name: str, fine: str) -> Check:
        wrong, notices = self.wrong.get(name, []), self.notices.get(name, [])
        noticed = f"{'；'.join(notices)}{_NOTICE}。" if notices else ""
        if wrong:
            return Check(name, False, "；".join(wrong) + "。" + noticed)
        return Check(name, True, noticed or fine)


def _check_of(file: str) -> str:
    if file == CORRECTIONS.file:
        return "corrections"
    return "layouts" if FORMS.names(file) else "overlay"


def _present(top: Path) -> Iterator[str]:
    for path in top.rglob("*.toml"):
        if not path.name.startswith("."):
            yield path.relative_to(top).as_posix()
