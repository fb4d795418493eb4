"""Pictures and PDF by Chromium: the same figure, real text, no network, nothing left behind."""

import os
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import plotly.graph_objects as go
import pytest
from pypdf import PdfReader

from chuangmo.exhibit import Cell, Exhibit
from chuangmo.exports import chromium
from chuangmo.exports.chromium import (
    ChromiumFailed,
    NoChromium,
    exhibit_pictures,
    figure_png,
    figure_svg,
    find_chromium,
    page_pdf,
)
from chuangmo.exports.printed_pages import paper_page


def has_chromium() -> bool:
    try:
        return bool(find_chromium())
    except NoChromium:
        return False


drawn_here = pytest.mark.skipif(not has_chromium(), reason="本机没有 Chromium，图片与 PDF 无从验证")


class Listener:
    """A port of this machine that counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()


def bars(title: str = "西固区") -> go.Figure:
    figure = go.Figure(go.Bar(x=[title, "安宁区"], y=[0.127, 0.086]))
    return figure.update_layout(height=300)


def size_of(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@drawn_here
def test_figures_from_data_fetch_nothing_and_leave_nothing(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(tempfile.mkdtemp(dir="/tmp"))  # short: a socket's path must be
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    bait = f"http://127.0.0.1:{listener.port}/x.png"
    hostile = bars('</script><img src="' + bait + '">')
    hostile.add_layout_image(source=bait, x=0, y=1, sizex=1, sizey=1)
    hostile.update_layout(template={"layout": {"images": [{"source": bait}]}})
    hostile.add_annotation(text=f'<a href="{bait}">看</a>', x=0, y=0)
    hostile.add_trace(go.Image(source=bait))
    pictures = figure_png([hostile, bars()], width=400, scale=2)
    assert [size_of(one) for one in pictures] == [(800, 600), (800, 600)]
    assert listener.visits == 0
    assert list(place.iterdir()) == []
    place.rmdir()


def test_the_listener_would_have_seen_a_fetch(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    time.sleep(0.1)
    assert listener.visits == 1


@drawn_here
def test_a_picture_carries_verdict_and_foot(exhibits: list[Exhibit]) -> None:
    trend = next(one for one in exhibits if one.kind == "trend")
    (made,) = exhibit_pictures([exhibits[0], trend], "svg", width=1000)
    svg = made.decode()
    assert trend.verdict in svg and trend.foot.through in svg
    (plain,) = figure_svg([trend.figure], width=1000)
    assert trend.verdict not in plain.decode() and "采暖期" in plain.decode()


@drawn_here
def test_the_pdf_is_text_on_a4_and_says_what_the_exhibits_say(exhibits: list[Exhibit]) -> None:
    made = page_pdf(exhibits, "兰州市创模进展", "2008年1—10月")
    pages = PdfReader(BytesIO(made)).pages
    sizes = {tuple(sorted(round(float(side)) for side in page.mediabox[2:])) for page in pages}
    assert sizes == {(595, 842)}
    texts = [_bare(page.extract_text()) for page in pages]
    whole = "".join(texts)
    assert all(f"{n}/{len(pages)}" in text for n, text in enumerate(texts, 1))
    for exhibit in exhibits:
        assert _bare(exhibit.verdict) in whole, exhibit.verdict
        assert _bare(exhibit.foot.through) in whole
        for row in exhibit.table.rows if exhibit.table else ():
            for cell in row:
                assert _bare(cell.text) in whole, cell
    assert "演示数据" in whole


@drawn_here
def test_a_figure_taller_than_a_page_stays_on_one(exhibits: list[Exhibit]) -> None:
    ranking = next(one for one in exhibits if one.kind == "ranking")
    tall = go.Figure(ranking.figure).update_layout(height=2600)
    long = replace(ranking, figure=tall, table=None, verdict=ranking.verdict + "，" + "很长" * 12)
    made = page_pdf([long], "许多区县", "2008年1—10月")
    assert len(PdfReader(BytesIO(made)).pages) == 1


@drawn_here
def test_a_map_leaves_room_for_its_table_on_the_page(exhibits: list[Exhibit]) -> None:
    shown = next(one for one in exhibits if one.kind == "map")
    (page,) = PdfReader(BytesIO(page_pdf([shown], "兰州市PM10地图"))).pages
    text = _bare(page.extract_text())
    assert all(_bare(area) in text for area in shown.frame["area"])
    assert "示意" in text and "城区放大见右" in text


def _bare(text: str) -> str:
    """Without blanks; the type has one glyph for both dashes, so a PDF gives back the other."""
    return "".join(text.split()).replace("—", "―")


def test_text_of_a_cell_is_never_mark_up(exhibits: list[Exhibit]) -> None:
    one = exhibits[1]
    assert one.table is not None
    rows = ((Cell("<img src=x onerror=alert(1)>"), *one.table.rows[0][1:]),)
    page = paper_page([replace(one, table=replace(one.table, rows=rows))], "题")
    assert "<img" not in page and "&lt;img" in page


def test_without_chromium_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for act in (
        lambda: figure_png([bars()]),
        lambda: figure_svg([]),
        lambda: page_pdf([], "题"),
    ):
        with pytest.raises(NoChromium, match=r"没有安装 Chromium.*安装.*PPT"):
            act()


def test_a_chromium_that_hangs_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "chromium"
    fake.write_text(f"#!/bin/sh\nsleep 300 &\necho $! $$ > {tmp_path}/pids\nsleep 300\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(chromium, "LIMIT", 1.0)
    with pytest.raises(ChromiumFailed, match="秒内没有完成"):
        figure_png([bars()])
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    deadline = time.monotonic() + 5
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    survivors = [pid for pid in pids if _lives(pid)]
    for pid in survivors:
        os.kill(pid, signal.SIGKILL)
    assert survivors == []


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(found.stdout.strip()) and not found.stdout.strip().startswith("Z")


def test_a_chromium_that_draws_nothing_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(ChromiumFailed, match="没有画出图"):
        figure_png([bars()])
    with pytest.raises(ChromiumFailed, match="没有生成 PDF"):
        page_pdf([], "题")
