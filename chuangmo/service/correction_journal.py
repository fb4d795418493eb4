"""The file of corrections as a product of the journal: read, and brought up to it."""

from collections.abc import Iterable
from pathlib import Path

from chuangmo.settings import Settings
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import Entry as Line
from loaders.batch_types import Correction
from loaders.corrections import FILE_NAME, parsed, rendered

#: Types of journal line.
ADD, REMOVE = "correction_add", "correction_remove"


def write_corrections(settings: Settings, lines: Iterable[Line]) -> bool:
    """Bring ``HOME/catalog/corrections.toml`` up to the journal; whether it had to be written.

    Raises:
        StoreFault: the file cannot be written; the journal holds the decision all the same.
    """
    ours = [line for line in lines if line.type in (ADD, REMOVE)]
    path = corrections_file(settings)
    data = rendered(journalled_corrections(ours))
    if not ours or (path.is_file() and path.read_bytes() == data):
        return False
    try:
        ensure_folder(path.parent)
        write_durably(path, data, path.with_name(path.name + ".writing"))
    except OSError as error:
        raise StoreFault(f"{path.name}：已登记，但文件写不进去（{error.strerror}）。") from error
    return True


def journalled_corrections(lines: Iterable[Line]) -> list[Correction]:
    """The corrections that hold by the journal's lines in order."""
    held: dict[tuple[str, str, str], Correction] = {}
    for line in lines:
        if line.type in (ADD, REMOVE):
            one = Correction(**line.body["payload"]["correction"])
            held.pop(correction_key(one), None)
            if line.type == ADD:
                held[correction_key(one)] = one
    return list(held.values())


def corrections_file(settings: Settings) -> Path:
    """Where the home keeps its corrections."""
    return settings.home / "catalog" / FILE_NAME


def kept_corrections(settings: Settings) -> list[Correction]:
    """The corrections that hold, as their file says.

    Raises:
        StoreFault: the file cannot be read.
    """
    path = corrections_file(settings)
    if not path.is_file():
        return []
    try:
        return parsed(path.read_bytes())
    except ValueError as error:
        raise StoreFault(
            f"{path.name}：读不懂（{error}）。请删去它，重新启动看板即由日志补写。"
        ) from error


def correction_key(one: Correction) -> tuple[str, str, str]:
    """What tells a correction from others: file, sheet, cell."""
    return one.file, one.sheet, one.cell
