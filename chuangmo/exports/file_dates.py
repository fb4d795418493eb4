"""Dates inside files set to those of their data, so that the same contents are the same bytes."""

import re
import struct
from datetime import date
from io import BytesIO
from zipfile import ZipFile

_DAY = 0x21  # 1980-01-01 as a package writes days, the first it can
_LOCAL_TIME, _CENTRAL_TIME = 10, 12  # where time and day stand in either header
_CENTRAL = struct.Struct("<28x3H12x")  # up to the name: lengths of name, extra field, comment
_HEADER = 46
_PRINTED = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


def undated(data: bytes) -> bytes:
    """The package (.pptx, .docx) with every part dated 1980-01-01; nothing else is touched."""
    made = bytearray(data)
    with ZipFile(BytesIO(data)) as package:
        parts, place = package.infolist(), package.start_dir
    for part in parts:
        struct.pack_into("<HH", made, part.header_offset + _LOCAL_TIME, 0, _DAY)
        struct.pack_into("<HH", made, place + _CENTRAL_TIME, 0, _DAY)
        place += _HEADER + sum(_CENTRAL.unpack_from(made, place))
    return bytes(made)


def dated(pdf: bytes, day: date) -> bytes:
    """The PDF as if made at midnight of ``day``."""
    return _PRINTED.sub(rb"\g<1>" + f"{day:%Y%m%d}000000".encode(), pdf)
