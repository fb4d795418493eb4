"""How much one visitor may send, keep on the server and hold open at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class UnfitBounds(ValueError):
    """A limit is no whole number in its range; the sentence names it."""


@dataclass(frozen=True)
class Bounds:
    """The limits, each changed by its name in ``HOME/server.toml`` under ``[limits]``.

    Attributes:
        upload_files, upload_megabytes: files of one user that wait in memory at the same time.
        uploads_per_minute: files that one user may send in a minute.
        page_away_seconds: time that a page may be away before its waiting files are given up.
        body_seconds: longest time for the body of one request.
        body_grace_seconds: time before the slowest pace is asked for.
        body_bytes_per_second: slowest pace of a body, on average since its beginning.
        form_kilobytes: longest body of any route but the uploads.
        windows: websockets that one user holds open; every window or tab of the board is one.
        windows_per_minute: websockets that one user opens in a minute.
        frame_kilobytes: longest message on a websocket.
        logins: logins of one user that are valid at the same time; the oldest gives way.
        data_per_minute: answers of data addresses that one user gets in a minute.
    """

    upload_files: int = 400
    upload_megabytes: int = 256
    uploads_per_minute: int = 600
    page_away_seconds: int = 60
    body_seconds: int = 600
    body_grace_seconds: int = 20
    body_bytes_per_second: int = 2048
    form_kilobytes: int = 64
    windows: int = 20
    windows_per_minute: int = 120
    frame_kilobytes: int = 4096
    logins: int = 10
    data_per_minute: int = 60


_HIGHEST = {"upload_megabytes": 4096, "frame_kilobytes": 32768, "body_bytes_per_second": 1048576}
_HIGHEST_OF_ALL = 3600
NAMES = frozenset(field.name for field in fields(Bounds))


def read_bounds(section: Mapping[str, Any]) -> Bounds:
    """The limits of a ``[limits]`` section; what is not named keeps its default.

    Raises:
        UnfitBounds: not a whole number, or out of range.
    """
    for name, value in section.items():
        highest = _HIGHEST.get(name, _HIGHEST_OF_ALL)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not 1 <= value <= highest:
            raise UnfitBounds(f"{name} 应为 1 到 {highest} 之间的整数，现在是“{value}”。")
    return Bounds(**section)
