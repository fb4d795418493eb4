"""Writing the file that ``--out`` names."""

from argparse import Namespace
from pathlib import Path

from chuangmo.cli.input_files import UsageError
from chuangmo.operating_system import open_as_its_folder


def saved(args: Namespace, data: bytes, name: str = "") -> Path:
    """Write ``data`` where ``--out`` says; into a folder under ``name``, where there is one.

    Unlike what lies in the home, a new file can be read by whoever may look into its folder.

    Raises:
        UsageError: the place cannot be written to.
    """
    path = Path(args.cwd, args.out)
    path = path / name if name and path.is_dir() else path
    try:
        fresh = not path.exists()
        path.write_bytes(data)
        if fresh:
            open_as_its_folder(path)
    except OSError as error:
        raise UsageError(
            f"--out “{args.out}”：写不进去（{error.strerror}）。请换一个位置。"
        ) from error
    return path
