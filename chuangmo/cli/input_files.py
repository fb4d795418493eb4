"""What a command is given: files and periods named on the command line, read or refused."""

from collections.abc import Collection
from pathlib import Path

from chuangmo.period import Period, parse_period
from loaders import MAX_UNPACKED

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")


class UsageError(Exception):
    """Wrong usage of the command line: exit 2."""


def files_under(path: Path) -> list[Path]:
    """The file itself; of a folder every spreadsheet and table in it, in order.

    Raises:
        UsageError: no such file, nothing to read in the folder, or a file in it is too large: said
            before any of them is taken in.
    """
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and _readable(p))
        if not found:
            raise UsageError(f"{path}：文件夹里没有可以读取的表格文件。")
        for one in found:
            _refuse_huge(one)
        return found
    _refuse_missing(path)
    _refuse_huge(path)
    return [path]


def file_bytes(path: Path) -> bytes:
    """The whole file.

    Raises:
        UsageError: there is none, it cannot be opened, or is larger than anything that is read.
    """
    _refuse_missing(path)
    _refuse_huge(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}：打不开（{error.strerror}）。请检查路径和权限。") from error


def period_given(option: str, text: str, kinds: Collection[str], wanted: str) -> Period:
    """The period that an option names.

    Args:
        kinds: of period that will do; ``wanted``: what to write, said where it is another.

    Raises:
        PeriodError: it is no period. UsageError: it is one of another kind.
    """
    period = parse_period(text)
    if period.kind not in kinds:
        raise UsageError(f"{option} “{text}”：{wanted}")
    return period


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise UsageError(f"{path}：没有这个文件。请检查路径。")


def _refuse_huge(path: Path) -> None:
    """A file no reader would take is not even brought into memory."""
    size = path.stat().st_size
    if size > MAX_UNPACKED:
        raise UsageError(
            f"{path}：文件有 {size // 2**20} MB，超过 {MAX_UNPACKED // 2**20} MB 的上限，"
            "什么都没有导入。请按年份或按表拆开后再试。"
        )


def _readable(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(_SUFFIXES) and not path.name.startswith(("~$", "."))
