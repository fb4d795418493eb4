"""Pictures and PDF by this machine's Chromium: one child a batch, no network, 30 seconds at most.

Slides, workbooks and documents never come here; they carry native charts.
"""

import base64
import contextlib
import html
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import plotly.graph_objects as go

from chuangmo.exhibit import Exhibit
from chuangmo.exports.drawing import FAULT, RESULT, SEPARATOR, Framed, drawing_page
from chuangmo.exports.pictures import framed
from chuangmo.exports.printed_pages import paper_page
from chuangmo.operating_system import is_root

LIMIT = 30.0  # seconds a batch may take
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No host resolves, addresses of this machine included; nothing is fetched in the background.
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--password-store=basic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=20000",
)
_one_at_a_time = threading.Lock()


class NoChromium(Exception):
    """There is no picture: no Chromium here, or it gave none. The message says what to do."""


class ChromiumFailed(NoChromium):
    """Chromium is here and gave no picture: it hung, ended early, or could not draw."""


def figure_png(
    figures: Sequence[go.Figure], width: int = 1280, height: int | None = None, scale: float = 2
) -> list[bytes]:
    """PNG files of the figures, in one start of Chromium.

    Args:
        width, height: of the drawing in pixels; without a height each figure keeps its own.
        scale: pixels of the picture for one of the drawing.

    Raises:
        NoChromium: none is installed, or it gave no picture in time.
    """
    return _drawn(figures, "png", width, height, scale)


def figure_svg(
    figures: Sequence[go.Figure], width: int = 1280, height: int | None = None
) -> list[bytes]:
    """SVG files of the figures with their texts as texts, in one start of Chromium.

    Raises:
        NoChromium: none is installed, or it gave no picture in time.
    """
    return _drawn(figures, "svg", width, height, 1)


def exhibit_pictures(
    exhibits: Sequence[Exhibit], form: str, width: int = 1280, scale: float = 2
) -> list[bytes]:
    """PNG or SVG of each exhibit with its verdict above and its foot line below.

    Args:
        exhibits: those without a figure are left out. form: ``png`` or ``svg``.

    Raises:
        NoChromium: none is installed, or it gave no picture in time.
    """
    drawn = [framed(exhibit, width) for exhibit in exhibits if exhibit.figure is not None]
    return _drawn(drawn, form, width, None, scale)


def page_pdf(
    exhibits: Sequence[Exhibit], title: str, subtitle: str = "", day: date | None = None
) -> bytes:
    """A PDF on A4 pages with real text: of each exhibit verdict, figure, table, foot.

    Args:
        subtitle: the period in words. day: of printing; left out where it is ``None``.

    Raises:
        NoChromium: none is installed, or it gave no file in time.
    """
    return print_pdf(paper_page(exhibits, title, subtitle, day))


def print_pdf(page: str) -> bytes:
    """The PDF that Chromium prints of a page that fetches nothing.

    Raises:
        NoChromium: none is installed, or it gave no file in time.
    """
    with _folder() as folder:
        target = folder / "page.pdf"
        _run(folder, page, f"--print-to-pdf={target}", "--no-pdf-header-footer")
        data = target.read_bytes() if target.exists() else b""
    if not data.startswith(b"%PDF"):
        raise ChromiumFailed("Chromium 没有生成 PDF。请重试；仍不行时请改导出 PPT 或 Word。")
    return data


def find_chromium() -> str:
    """Path of the installed browser; nothing is ever downloaded.

    Raises:
        NoChromium: there is none on the search path.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    raise NoChromium(
        "本机没有安装 Chromium，不能生成 PNG、SVG 和 PDF。请由管理员安装"
        "（Debian、Ubuntu、麒麟、统信：apt install chromium）后重试；"
        "PPT、Excel、Word、CSV 不需要它，可直接导出。"
    )


# -- drawing --------------------------------------------------------------------------------------


def _drawn(
    figures: Sequence[go.Figure | Framed],
    form: str,
    width: int,
    height: int | None,
    scale: float,
) -> list[bytes]:
    if not figures:
        find_chromium()
        return []
    page = drawing_page(figures, form, width, height, scale)
    with _folder() as folder:
        dom = _run(folder, page, "--dump-dom")
    pieces = _element(dom, RESULT).split(SEPARATOR) if _element(dom, RESULT) else []
    if len(pieces) != len(figures):
        said = html.unescape(_element(dom, FAULT)) or "没有返回结果"
        raise ChromiumFailed(f"Chromium 没有画出图来（{said}）。请重试，或改导出 PPT、Excel。")
    return [base64.b64decode(piece) for piece in pieces]


def _element(dom: str, name: str) -> str:
    found = re.search(rf'<pre id="{name}">(.*?)</pre>', dom, re.DOTALL)
    return found.group(1).strip() if found else ""


# -- the child ------------------------------------------------------------------------------------


def _folder() -> "_Folder":
    return _Folder(prefix="chuangmo-chromium-", ignore_cleanup_errors=True)


class _Folder(tempfile.TemporaryDirectory[str]):
    """A private folder for page, profile and result; gone afterwards."""

    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__())


def _run(folder: Path, page: str, *arguments: str) -> str:
    """What Chromium prints about a page; its whole process group is gone afterwards."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [find_chromium(), *_OPTIONS, f"--user-data-dir={folder / 'profile'}", *arguments]
    if is_root():  # Chromium refuses its sandbox to root
        command.append("--no-sandbox")
    with _one_at_a_time:
        child = subprocess.Popen(
            [*command, path.as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(folder),
            cwd=folder,
        )
        try:
            out, _ = child.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired as error:
            raise ChromiumFailed(
                f"Chromium 在 {LIMIT:.0f} 秒内没有完成，已停止。请重试，或减少图的数量。"
            ) from error
        finally:
            _end(child)
    return out.decode("utf-8", "replace")


def _environment(folder: Path) -> dict[str, str]:
    """The search path and language only: no proxy, no home of the person running the board."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder)}


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill whatever is left of the child's group, and take the child's exit."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # the group has ended by itself
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    if child.stdout is not None:
        child.stdout.close()
    child.wait()
