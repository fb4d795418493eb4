"""Writing the file that ``--out`` names."""

from argparse import Namespace
from pathlib import Path

from chuangmo.cli.input_files import UsageError


def saved(args: Namespace, data: bytes, name: str = "") -> Path:
    """Write ``data`` where ``--out`` says; into a folder under ``name``, where there is one.

    Raises:
        UsageError: the place cannot be written to.
    """
    path = Path(args.cwd, args.out)
    path = path / name if name and path.is_dir() else path
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"--out “{args.out}”：写不进去（{error.strerror}）。请换一个位置。"
        ) from error
    return path
