"""A command handed to a board that dies under it, or to something that is no board."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from chuangmo.cli.main import main
from chuangmo.service import handover
from chuangmo.service.handover import FILE, Announcement, hand_over, proof
from chuangmo.settings import Settings
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.store import Store
from tests.access.serving import serving

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data/samples/lanzhou/2007年10月兰州市饮用水源与断面水质月报.xlsx"
TOKEN = "word"


@contextmanager
def listening(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[int]:
    """A program of its own at a port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def do_POST(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def says(request: BaseHTTPRequestHandler, text: str) -> None:
    request.send_response(200)
    request.end_headers()
    request.wfile.write(text.encode())


def announced(home: Path, port: int) -> Settings:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text(json.dumps(vars(Announcement(os.getpid(), port, TOKEN))))
    return Settings(home, "lanzhou")


@pytest.mark.parametrize(
    ("writes", "expected"),
    [
        ((), "没有写入任何数据，可以重新运行"),
        (("target_set",), "第 1 行登记 target_set（李某）"),
    ],
)
def test_a_board_that_dies_under_a_command_is_told_with_what_the_journal_holds(
    writes: tuple[str, ...], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It proves to be the board, takes the command, writes what it writes, and is gone."""
    settings, died = Settings(tmp_path / "home", "lanzhou"), []

    def board(request: BaseHTTPRequestHandler) -> None:
        if died:
            return
        if request.command == "GET":
            nonce = parse_qs(urlsplit(request.path).query)["nonce"][0]
            says(request, proof(TOKEN, nonce))
            return
        store = Store.open(settings)
        for kind in writes:
            store.record(kind, {}, "李某")
        store.close()
        died.append(True)

    with listening(board) as port:
        announced(settings.home, port)
        code = main(["--home", str(settings.home), "batches", "--json"])
    error = json.loads(capsys.readouterr().out)["error"]
    assert code == 1 and error["code"] == "interrupted"
    assert expected in error["message"]


def test_a_board_that_is_still_there_may_still_be_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "_TIMEOUT", 0.2)

    def slow(request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            says(request, proof(TOKEN, parse_qs(urlsplit(request.path).query)["nonce"][0]))
        # the command is never answered

    with listening(slow) as port:
        settings = announced(tmp_path / "home", port)
        with pytest.raises(handover.Interrupted, match="可能还在执行"):
            hand_over(settings, ["batches"], str(tmp_path))


@pytest.mark.parametrize("text", ["", "hello", proof("another word", "x")])
def test_another_program_at_the_port_is_no_board_and_learns_no_token(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []

    def stranger(request: BaseHTTPRequestHandler) -> None:
        seen.append((request.command, str(request.headers)))
        says(request, text)

    with listening(stranger) as port:
        settings = announced(tmp_path / "home", port)
        assert main(["--home", str(settings.home), "batches", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"batches": []}
    assert [command for command, _ in seen] == ["GET"] and TOKEN not in seen[0][1]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"pid": "x"}', "坏".encode("gbk")])
def test_a_damaged_announcement_without_a_board_is_none(
    damage: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / FILE).write_bytes(damage)
    assert main(["--home", str(home), "batches", "--json"]) == 0


def test_a_damaged_announcement_is_waited_for_while_a_board_holds_the_home(tmp_path: Path) -> None:
    def board(request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            says(request, proof(TOKEN, parse_qs(urlsplit(request.path).query)["nonce"][0]))
        else:
            says(request, json.dumps({"out": "ja", "err": "", "code": 0}))

    home = tmp_path / "home"
    lock = HomeLock(home)
    (home / FILE).write_bytes(b"{")
    with listening(board) as port:
        later = threading.Timer(0.5, announced, (home, port))
        later.start()
        assert hand_over(Settings(home, "lanzhou"), ["batches"], str(tmp_path)) == ("ja", "", 0)
        later.join()
    lock.release()


@pytest.mark.long
@pytest.mark.parametrize(
    ("arrow", "expected"),
    [("7", "没有写入任何数据"), ("8", "导入“2007年10月兰州市饮用水源与断面水质月报.xlsx”为批次 1")],
)
def test_a_real_board_killed_in_an_import(
    arrow: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("FAULT_AT", arrow)
    with serving(home, tmp_path / "log"):
        monkeypatch.delenv("FAULT_AT")
        words = ["--home", str(home), "import", str(SAMPLE), "--reason", "试", "--json"]
        assert main(words) == 1
    assert expected in json.loads(capsys.readouterr().out)["error"]["message"]
    assert main(["--home", str(home), "batches", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["batches"]
    assert len(found) == (1 if arrow == "8" else 0)
