"""Several files as one: a .zip whose names every system can keep."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from chuangmo.exports.file_dates import undated
from chuangmo.exports.files import ExportFile

MEDIA_TYPE = "application/zip"
_SMALL = ("csv", "svg")  # the rest is compressed already


def distinct_names(made: Sequence[ExportFile]) -> list[str]:
    """The names of the files; of several files of one name the later ones get a number."""
    names: list[str] = []
    for one in made:
        stem, _, extension = one.name.rpartition(".")
        earlier = sum(before.name == one.name for before in made[: len(names)])
        names.append(f"{stem}_{earlier + 1}.{extension}" if earlier else one.name)
    return names


def bundle(made: Sequence[ExportFile]) -> bytes:
    """The bytes of a .zip with all files; the same files give the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, one in zip(distinct_names(made), made, strict=True):
            packed = name.rpartition(".")[2] in _SMALL
            package.writestr(name, one.data, ZIP_DEFLATED if packed else ZIP_STORED)
    return undated(out.getvalue())
