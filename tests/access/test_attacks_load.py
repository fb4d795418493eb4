"""Attacks on memory, connections and patience: many files, slow bodies, long frames, many windows."""

import re
import socket
import struct
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from chuangmo.access.accounts.sessions import Sessions
from chuangmo.access.bounds import Bounds, UnfitBounds, read_bounds
from chuangmo.access.policy import UnfitPolicy, load_policy
from chuangmo.access.web.answers import Refusal
from chuangmo.access.web.uploads import UploadLedger
from tests.access.serving import Answer, Line, Served, Visitor, launch, people, serving

pytestmark = pytest.mark.long

FILES, MEGABYTES, PER_MINUTE, WINDOWS = 6, 24, 30, 3
SETTINGS = f"""
[limits]
upload_files = {FILES}
upload_megabytes = {MEGABYTES}
uploads_per_minute = {PER_MINUTE}
page_away_seconds = 1
body_seconds = 6
body_grace_seconds = 2
windows = {WINDOWS}
frame_kilobytes = 64
logins = 2
"""
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with small limits, so that the attacks are small too."""
    place: Path = tmp_path_factory.mktemp("tight")
    people(place / "home")
    (place / "home" / "server.toml").write_text(SETTINGS, encoding="utf-8")
    with serving(place / "home", place / "log") as server:
        yield server


def opened(visitor: Visitor) -> Line:
    line = visitor.line()
    line.rerun()
    line.until_finished()
    visitor.ask("/_stcore/health")  # hands out the token against forged uploads
    return line


def addresses(line: Line, number: int) -> list[str]:
    """Ask for places to upload to, as the page does."""
    message = BackMsg()
    message.file_urls_request.request_id = uuid.uuid4().hex
    message.file_urls_request.session_id = line.session
    message.file_urls_request.file_names.extend(f"{n}.exe" for n in range(number))
    line.socket.send(message.SerializeToString())
    while True:
        found = ForwardMsg.FromString(line.socket.recv(timeout=20))
        if found.WhichOneof("type") == "file_urls_response":
            return [url.upload_url for url in found.file_urls_response.file_urls]


def form(size: int) -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.exe"\r\n\r\n'
    return head + b"x" * size + b"\r\n--b--\r\n"


def put(visitor: Visitor, address: str, size: int, method: str = "PUT") -> Answer:
    token = visitor.cookies.get("_streamlit_xsrf", "")
    kind = {"Content-Type": "multipart/form-data; boundary=b", "X-Xsrftoken": token}
    return visitor.ask(address, method=method, body=form(size), headers=kind)


def resident(server: Served) -> int:
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    assert found
    return int(found[1]) * 1024


def trickle(wire: socket.socket, seconds: float) -> None:
    """One byte now and then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        wire.sendall(b"x")
        time.sleep(0.2)


def read_on(line: Line) -> None:
    while True:
        line.socket.recv(timeout=10)


def descriptors(server: Served) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


# -- uploads -----------------------------------------------------------------------------------------


def test_t9_of_fifty_files_only_the_allowed_ones_stay_in_memory(tight: Served) -> None:
    visitor = tight.visitor("li")
    line = opened(visitor)
    before, begun = resident(tight), time.monotonic()
    answers = [put(visitor, place, 100_000) for place in addresses(line, 25)]
    assert time.monotonic() - begun < 25, "who is refused hears it at once"
    assert [a.status for a in answers] == [204] * FILES + [429] * (25 - FILES)
    assert f"已有 {FILES} 个文件等待处理" in answers[-1].text
    assert resident(tight) - before < 2 * MEGABYTES * MEGABYTE
    line.socket.close()


def test_t9_files_that_are_too_large_together_are_refused_and_memory_comes_back(
    tight: Served,
) -> None:
    visitor = tight.visitor("wang")
    line = opened(visitor)
    first, second = addresses(line, 2)
    assert put(visitor, first, 20 * MEGABYTE).status == 204
    full = resident(tight)
    refused = put(visitor, second, 10 * MEGABYTE)
    assert (refused.status, f"合计超过 {MEGABYTES} MB" in refused.text) == (429, True)
    line.socket.close()
    time.sleep(1.5)
    again = opened(visitor)
    for place in addresses(again, 1) * 2:  # the first sweep notes that the page is gone
        put(visitor, place, 1000)
        time.sleep(1.2)
    assert put(visitor, addresses(again, 1)[0], 10 * MEGABYTE).status == 204
    assert resident(tight) < full
    again.socket.close()


def test_t9_a_file_that_was_taken_away_makes_room_but_not_for_a_storm(tight: Served) -> None:
    visitor = tight.visitor("qian")
    line = opened(visitor)
    statuses = []
    for place in addresses(line, PER_MINUTE + 1):
        statuses.append(put(visitor, place, 10).status)
        put(visitor, place, 0, "DELETE")
    assert statuses == [204] * PER_MINUTE + [429]
    line.socket.close()


def test_t9_somebody_who_only_looks_uploads_nothing(tight: Served) -> None:
    visitor = tight.visitor("zhao")
    line = opened(visitor)
    answer = put(visitor, addresses(line, 1)[0], 10)
    assert (answer.status, "不能上传" in answer.text) == (403, True)
    line.socket.close()


def test_t9_ten_uploads_cut_in_the_middle_leave_nothing(tight: Served) -> None:
    visitor = tight.visitor("li")
    line = opened(visitor)
    for place in addresses(line, 4):
        head = [
            f"PUT {place} HTTP/1.1", f"Host: 127.0.0.1:{tight.port}", "Content-Length: 9000000",
            f"X-Xsrftoken: {visitor.cookies['_streamlit_xsrf']}", "Content-Type: multipart/form-data; boundary=b",
            f"Cookie: chuangmo_session={visitor.token}; _streamlit_xsrf={visitor.cookies['_streamlit_xsrf']}",
            "", "",
        ]  # fmt: skip
        with socket.create_connection(("127.0.0.1", tight.port), timeout=10) as wire:
            wire.sendall("\r\n".join(head).encode() + form(500_000)[:400_000])
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(0.3)
    assert tight.ask("/healthz").status == 200
    assert "Traceback" not in tight.log.read_text(errors="replace")
    line.socket.close()


def test_a_ledger_frees_what_a_page_left_behind() -> None:
    class Store:
        open, cleared, kept = {"a", "b"}, [], set()

        def is_open(self, session: str) -> bool:
            return session in self.open

        def clear(self, session: str) -> None:
            self.cleared.append(session)

        def holds(self, session: str, file: str) -> bool:
            return file not in self.kept

    now = 0.0
    ledger = UploadLedger(Store(), lambda: now)
    for session in ("a", "b"):
        coming = ledger.begin("li", 10, Bounds(upload_files=2))
        coming.grow(10)
        coming.arrived(session, "f")
        coming.end()
    Store.open = {"a"}
    ledger.sweep(60)
    now = 59.0
    ledger.sweep(60)
    assert Store.cleared == []
    now = 61.0
    ledger.sweep(60)
    assert Store.cleared == ["b"]
    ledger.begin("li", 10, Bounds(upload_files=2))
    with pytest.raises(Refusal):
        ledger.begin("li", 10, Bounds(upload_files=2))
    Store.kept = {"f"}  # the page put it on disk
    ledger.begin("li", 10, Bounds(upload_files=2))


# -- bodies ------------------------------------------------------------------------------------------


def test_t9_thirty_bodies_that_never_end_are_told_so_and_cut_off(tight: Served) -> None:
    tight.ask("/healthz")
    before = descriptors(tight)
    with ExitStack() as stack:
        wires = [
            stack.enter_context(socket.create_connection(("127.0.0.1", tight.port), timeout=10))
            for _ in range(30)
        ]
        head = (
            f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{tight.port}\r\nContent-Length: 900\r\n\r\n"
        )
        for wire in wires:
            wire.sendall(head.encode() + b"form=")
        assert tight.ask("/healthz").status == 200
        answers = [wire.makefile("rb").read().decode() for wire in wires]
    assert all(answer.startswith("HTTP/1.1 408") and "太慢" in answer for answer in answers)
    assert descriptors(tight) <= before + 3


def test_t9_a_body_that_trickles_is_cut_off_too(tight: Served) -> None:
    with socket.create_connection(("127.0.0.1", tight.port), timeout=10) as wire:
        head = (
            f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{tight.port}\r\nContent-Length: 900\r\n\r\n"
        )
        wire.sendall(head.encode())
        begun = time.monotonic()
        with pytest.raises(OSError):
            trickle(wire, 8)
        assert 1.5 < time.monotonic() - begun < 5


@pytest.mark.parametrize("path", ["/login", "/password", "/", "/healthz", "/_chuangmo/command"])
def test_no_route_takes_a_long_body(path: str, tight: Served) -> None:
    answer = tight.ask(path, method="POST", body=b"x" * (MEGABYTE + 1))
    assert (answer.status, "上限" in answer.text) == (413, True)


def test_a_body_that_hides_its_length_is_counted(tight: Served) -> None:
    with socket.create_connection(("127.0.0.1", tight.port), timeout=10) as wire:
        head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{tight.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
        wire.sendall(head.encode() + (b"4000\r\n" + b"x" * 0x4000 + b"\r\n") * 6 + b"0\r\n\r\n")
        first = wire.recv(4096).split(b"\r\n")[0]
    assert b" 403 " in first or b" 413 " in first


# -- windows and logins ------------------------------------------------------------------------------


@pytest.mark.parametrize(("frame", "code"), [(b"x" * 66_000, 1009), ("text", 1003)])
def test_a_message_that_is_too_long_or_of_text_ends_its_window_only(
    frame: bytes | str, code: int, tight: Served
) -> None:
    visitor = tight.visitor("zhao")
    other = opened(visitor)
    line = visitor.line()
    line.socket.send(frame)
    with pytest.raises(ConnectionClosed) as closing:
        read_on(line)
    assert closing.value.rcvd is not None and closing.value.rcvd.code == code
    other.rerun()
    other.until_finished()
    other.socket.close()


def test_a_person_opens_so_many_windows_and_is_told_when_it_is_one_too_many(tight: Served) -> None:
    visitor = tight.visitor("wang")
    lines = [visitor.line() for _ in range(WINDOWS)]
    with pytest.raises(InvalidStatus) as refusal:
        visitor.line()
    assert refusal.value.response.status_code == 429
    page = visitor.ask("/", headers={"Accept": "text/html"})
    assert (page.status, f"打开了 {WINDOWS} 个看板窗口" in page.text) == (429, True)
    assert tight.visitor("li").ask("/", headers={"Accept": "text/html"}).status == 200
    for line in lines:
        line.socket.close()
    time.sleep(0.5)
    assert visitor.ask("/", headers={"Accept": "text/html"}).status == 200


def test_the_oldest_login_gives_way_to_one_too_many(tmp_path: Path) -> None:
    people(tmp_path)
    sessions = Sessions(tmp_path, idle=60, absolute=600, most=2, clock=lambda: 1e9)
    tokens = [sessions.begin("wang", "") for _ in range(3)]
    other = sessions.begin("zhao", "")
    assert [sessions.of_token(t) is not None for t in [*tokens, other]] == [False, True, True, True]


# -- the settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[limits]\nupload_files = 0", "[limits]\nupload_files = -1", "[limits]\nwindows = 99999",
        '[limits]\nwindows = "3"', "[limits]\nwindows = true", "[limits]\nwindow = 3", "[limit]\nwindows = 3",
        '[server]\nhosts = ["http://x"]', '[server]\nhosts = ["*"]', '[server]\norigins = ["x"]',
        '[server]\norigins = ["https://x/path"]', "[server]\nport = 1",
    ],
)  # fmt: skip
def test_a_setting_that_does_not_do_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnfitPolicy, match=r"server\.toml"):
        load_policy(tmp_path)


def test_with_such_a_setting_the_server_does_not_start(tmp_path: Path) -> None:
    people(tmp_path / "home")
    (tmp_path / "home" / "server.toml").write_text("[limits]\nwindows = 0\n", encoding="utf-8")
    server = launch(tmp_path / "home", tmp_path / "log", "0.0.0.0")
    try:
        assert server.process.wait(60) != 0
    finally:
        server.stop()
    assert "windows 应为 1 到" in (tmp_path / "log").read_text(errors="replace")


def test_what_is_named_changes_and_the_rest_stays() -> None:
    assert read_bounds({"windows": 3}) == Bounds(windows=3)
    with pytest.raises(UnfitBounds):
        read_bounds({"windows": 1.5})
