"""A served home is moved away and comes back: the board says so, and writes only at home."""

import http.client
import json
import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.cli.main import main
from chuangmo.service import process
from chuangmo.service.board import open_board
from chuangmo.settings import Settings
from tests.access.serving import Served, serving

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data/samples/lanzhou/2007年10月兰州市饮用水源与断面水质月报.xlsx"
PATIENCE = 20


def sent(server: Served, token: str, *words: str) -> dict[str, object]:
    """A command as the command line hands it over."""
    body = {"words": [*words, "--by", "root"], "cwd": str(ROOT), "city": "lanzhou"}
    headers = {"X-Chuangmo-Token": token, "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("POST", "/_chuangmo/command", json.dumps(body), headers)
        found = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    assert isinstance(found, dict)
    return found


def until(server: Served, status: int) -> str:
    """The answer of /healthz once it has that status."""
    deadline = time.monotonic() + PATIENCE
    while (answer := server.ask("/healthz")).status != status:
        assert time.monotonic() < deadline, answer
        time.sleep(0.2)
    return answer.text


def test_moved_away_while_running_and_back(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    with serving(home, tmp_path / "log") as server:
        token = json.loads((home / "server.json").read_text(encoding="utf-8"))["token"]
        until(server, 200)
        home.rename(away)
        said = until(server, 503)
        assert json.loads(said) == {"status": "unavailable", "reason": "home-gone"}
        before = (away / "journal.jsonl").read_bytes()
        refused = sent(server, token, "import", str(SAMPLE), "--reason", "试")
        assert refused["code"] == 5 and "不见了" in str(refused["err"])
        assert sent(server, token, "batches")["code"] == 0
        verified = sent(server, token, "verify", "--json")
        assert verified["code"] == 6 and "不见了" in str(verified["out"])
        line = server.visitor().line()
        line.rerun()
        line.until_finished()
        assert line.words.count("暂停一切改动") == 1
        assert not home.exists() and (away / "journal.jsonl").read_bytes() == before
        away.rename(home)
        until(server, 200)
        assert sent(server, token, "import", str(SAMPLE), "--reason", "试")["code"] == 0
        (home / "server.json").unlink()
        deadline = time.monotonic() + PATIENCE
        while not (home / "server.json").exists():
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_targets_of_the_overlay_stay_while_the_home_is_away(tmp_path: Path) -> None:
    words = ("target", "set", "--indicator", "pm10", "--area", "城关区", "--year", "2008",
             "--limit", "0.123", "--document", "兰政发1号")  # fmt: skip
    home = tmp_path / "home"
    assert main(["--home", str(home), *words]) == 0
    board = open_board(Settings(home, "lanzhou"))
    try:
        assert board.catalog.target("pm10", "城关区", 2008).limit == "0.123"
        home.rename(tmp_path / "away")
        time.sleep(0.2)  # longer than the files of the catalog are believed
        assert board.catalog.target("pm10", "城关区", 2008).limit == "0.123"
    finally:
        board.close()


def test_every_page_says_once_that_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    monkeypatch.setattr(process, "board", lambda: board)
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=120).run()
    assert "暂停一切改动" not in str(app.get("html"))
    (tmp_path / "home").rename(tmp_path / "away")
    board.store.presence.look()
    for page in ("overview.py", "rules.py"):
        app.switch_page(str(ROOT / "pages" / page)).run()
        assert not app.exception
        assert " ".join(str(p.proto.body) for p in app.get("html")).count("暂停一切改动") == 1
    board.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda place: place.write_text("x"), "这是一个文件"),
        (lambda place: place.symlink_to(place.with_name("nowhere")), "指向的 .*nowhere 不存在"),
        (lambda place: None, "上级目录 .*missing 不存在"),
    ],
    ids=["file", "dangling link", "no parent"],
)
def test_a_place_that_is_no_home_is_told_in_one_sentence(
    make, words, tmp_path, capsys, request
) -> None:
    place = tmp_path / ("missing/home" if "parent" in request.node.name else "place")
    make(place)
    before = sorted(tmp_path.iterdir())
    for command in (["batches"], ["user", "list"], ["verify"], ["restore-backup", str(tmp_path)]):
        assert main(["--home", str(place), *command]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert re.search(words, said), said
    assert sorted(tmp_path.iterdir()) == before
