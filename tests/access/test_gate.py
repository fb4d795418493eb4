"""The gate of a real server: nobody without a login gets anything, nobody gets another's."""

import asyncio
import http.client
import json
import re
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.exceptions import ConnectionClosed, InvalidStatus

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.audit import acts
from chuangmo.access.entrance import Visitor as Seen
from chuangmo.access.web import gate
from chuangmo.access.web.gate import Message, _Line
from tests.access.serving import PASSWORDS, Served, Visitor, launch, serving
from tests.commanding import run_command

PATHS = [
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check",
    "/_stcore/agent/mcp", "/media/0123456789abcdef0123456789abcdef.csv", "/static/js/index.js",
    "/component/x/y.js", "/_stcore/upload_file/a/b", "/favicon.png", "/upload",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "OPTIONS"])
def test_without_a_login_every_path_answers_401(path: str, method: str, served: Served) -> None:
    assert served.ask(path, method=method).status == 401


@pytest.mark.parametrize("path", ["/", "/upload", "/indicator?month=2008-12"])
def test_a_page_without_a_login_leads_to_the_login_and_back(path: str, served: Served) -> None:
    answer = served.ask(path, headers={"Accept": "text/html"})
    assert answer.status == 303
    assert answer.headers["location"].startswith("/login?next=/")


def test_a_login_opens_the_pages(served: Served) -> None:
    visitor = served.visitor("zhao")
    assert visitor.ask("/_stcore/health").status == 200
    assert visitor.ask("/", headers={"Accept": "text/html"}).status == 200
    line = visitor.line()
    line.rerun()
    sent = line.until_finished()
    assert "zhao（查看）" in line.words
    assert "单机模式" not in line.words
    bars = [m.navigation for m in sent if m.WhichOneof("type") == "navigation"]
    shown = {page.page_name for bar in bars for page in bar.app_pages if not page.is_hidden}
    assert "总览" in shown
    assert shown.isdisjoint({"设置", "用户与权限", "审计"})  # opened by address: a sentence


@pytest.mark.parametrize(
    "cookies",
    [{}, {"chuangmo_session": "x" * 43}, {"chuangmo_session": ""}, {"other": "1"}],
    ids=["none", "wrong", "empty", "another"],
)
def test_the_websocket_is_refused_before_it_is_accepted(
    cookies: dict[str, str], served: Served
) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        Visitor(served, cookies).line()
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("name", ["X-Chuangmo-User", "x-chuangmo-login", "X-Forwarded-User"])
def test_an_identity_that_the_client_writes_itself_is_worth_nothing(
    name: str, served: Served
) -> None:
    assert served.ask("/_stcore/health", headers={name: "wang"}).status == 401
    with pytest.raises(InvalidStatus):
        Visitor(served).line(**{name: "wang"})
    line = served.visitor("zhao").line(**{name: "wang"})
    line.rerun()
    line.until_finished()
    assert "zhao（查看）" in line.words


def test_another_person_with_the_session_id_gets_an_empty_session(served: Served) -> None:
    owner = served.visitor("wang").line()
    owner.rerun()
    owner.until_finished()
    thief = served.visitor("zhao").line(owner.session)
    thief.rerun()
    thief.until_finished()
    assert thief.session != owner.session
    assert "wang（" not in thief.words
    owner.rerun()
    owner.until_finished()  # the owner's line still lives


def test_the_owner_takes_the_session_up_again(served: Served) -> None:
    visitor = served.visitor("wang")
    line = visitor.line()
    line.rerun()
    line.until_finished()
    line.socket.close()
    again = visitor.line(line.session)
    again.rerun()
    again.until_finished()
    assert again.session == line.session


def test_a_file_is_given_only_to_the_login_that_was_told_its_address(served: Served) -> None:
    visitor = served.visitor("wang")
    line = visitor.line()
    line.rerun()
    line.until_finished()
    found = re.search(rb"/media/[0-9a-f]{32}\.\w+", line.frames)
    assert found is not None
    address = found[0].decode()
    assert visitor.ask(address).status == 200
    assert served.ask(address).status == 401
    assert served.visitor("zhao").ask(address).status == 403
    assert served.visitor("wang").ask(address).status == 403  # another login, not told yet


def test_nobody_uploads_into_another_session(served: Served) -> None:
    owner = served.visitor("wang").line()
    owner.rerun()
    owner.until_finished()
    address = f"/_stcore/upload_file/{owner.session}/{owner.session}"
    assert served.visitor("zhao").ask(address, method="PUT", body=b"x").status == 403


def test_a_disabled_person_is_cut_off_in_the_open_tab(served: Served) -> None:
    accounts = Accounts(served.home)
    accounts.add("sun", "uploader", "Wu-Shan9-Qiao!")
    visitor = served.visitor("sun", "Wu-Shan9-Qiao!")
    line = visitor.line()
    line.rerun()
    line.until_finished()
    accounts.set_disabled("sun", True)
    line.rerun()
    with pytest.raises(ConnectionClosed):
        line.until_finished(10)
    assert visitor.ask("/_stcore/health").status == 401
    accounts.set_disabled("sun", False)
    assert visitor.ask("/_stcore/health").status == 401  # the old token stays dead


def test_another_role_ends_the_login_that_had_the_old_one(served: Served) -> None:
    accounts = Accounts(served.home)
    accounts.add("zhou", "admin", "Wu-Shan9-Qiao!")
    visitor = served.visitor("zhou", "Wu-Shan9-Qiao!")
    before = visitor.token
    accounts.set_role("zhou", "viewer")
    assert visitor.ask("/_stcore/health").status == 401
    assert visitor.login("zhou", "Wu-Shan9-Qiao!").status == 303
    assert visitor.token not in ("", before)


def test_hidden_pages_do_not_open_by_a_forged_message(served: Served) -> None:
    """A viewer asks the server for the pages of the administrator by name."""
    for page in ("users", "audit"):
        line = served.visitor("zhao").line()
        line.rerun(page)
        line.until_finished()
        assert "wang" not in line.words
        assert "qian" not in line.words


class Door:
    """Counts how often it is asked whether a login holds."""

    def __init__(self) -> None:
        self.asked, self.open = 0, True

    def holds(self, _: Seen) -> bool:
        self.asked += 1
        return self.open


def line_of(door: Door) -> tuple[_Line, list[str]]:
    """A websocket at the door, and the kinds of messages that went out on it."""
    out: list[str] = []

    async def send(message: Message) -> None:
        out.append(message["type"])

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": b""}

    who = Seen("sun", "1")
    return _Line(lambda: door, who, receive, send, lambda *_: None), out  # type: ignore[arg-type, return-value]


def run_apart(act: Callable[[], Coroutine[None, None, None]]) -> None:
    """In a thread of its own: a browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(act())).result()


def test_the_frames_of_one_answer_ask_for_the_login_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LOOK_AGAIN", 1e9)
    door = Door()
    line, out = line_of(door)

    async def act() -> None:
        await line.receive()
        for _ in range(50):
            await line.send({"type": "websocket.send", "bytes": b""})

    run_apart(act)
    assert (door.asked, len(out)) == (1, 50)
    run_apart(act)
    assert door.asked == 2, "whatever comes in asks anew"


def test_a_login_that_ends_while_an_answer_goes_out_is_told_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "LOOK_AGAIN", 0.0)
    door = Door()
    line, out = line_of(door)

    async def act() -> None:
        await line.receive()
        await line.send({"type": "websocket.send", "bytes": b""})
        door.open = False
        for _ in range(3):
            await line.send({"type": "websocket.send", "bytes": b""})
        assert (await line.receive())["type"] == "websocket.disconnect"

    run_apart(act)
    assert out == ["websocket.send", "websocket.close"]


def test_a_viewer_changes_nothing_by_forged_widget_states(served: Served) -> None:
    """Every button and form of the upload page pressed by a message of our own making."""
    before = (served.home / "journal.jsonl").read_bytes()
    line = served.visitor("zhao").line()
    line.rerun("upload")
    line.until_finished()
    widgets = WidgetStates()
    for number in set(re.findall(rb"\$\$ID-[0-9a-f]+-[\w-]+", line.frames)):
        state = widgets.widgets.add()
        state.id, state.trigger_value = number.decode(), True
    line.rerun("upload", widgets.SerializeToString())
    line.until_finished()
    assert (served.home / "journal.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "host", ["127.0.0.1/login?", "x/static", "evil@127.0.0.1", "[::1", "..", "127.0.0.1:0/login"]
)
def test_a_strange_host_opens_nothing(host: str, served: Served) -> None:
    assert served.ask("/_stcore/metrics", headers={"Host": host}).status in (400, 401)


@pytest.mark.parametrize(
    "path", ["//login", "/login/../_stcore/metrics", "/%2e%2e/login", "/login%2f..", "/LOGIN"]
)
def test_a_path_like_the_login_opens_nothing(path: str, served: Served) -> None:
    assert served.ask(path).status in (400, 401, 404)


def test_the_command_route_keeps_its_token_and_its_loopback(served: Served) -> None:
    assert served.ask("/_chuangmo/command", method="POST", body=b"{}").status == 403
    from_outside = {"X-Forwarded-For": "192.0.2.7"}
    answer = served.ask("/_chuangmo/command", method="POST", body=b"{}", headers=from_outside)
    assert answer.status == 404


def test_the_command_line_goes_through_the_living_server(served: Served) -> None:
    done = run_command("--home", str(served.home), "batches", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"batches": []})


def test_another_address_of_the_machine_reaches_the_login(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.2", served.port, timeout=20)
    connection.request("GET", "/", headers={"Accept": "text/html"})
    assert connection.getresponse().status == 303
    connection.close()


def test_a_proxy_header_means_nothing_while_it_is_off(served: Served) -> None:
    for name in ("Remote-User", "X-Remote-User", "X-Forwarded-User"):
        assert served.ask("/_stcore/health", headers={name: "wang"}).status == 401


def test_no_route_deletes_an_audit_line(served: Served) -> None:
    visitor = served.visitor("wang")
    before = len(acts(served.home))
    for path in ("/audit", "/audit/1", "/_stcore/audit", "/api/audit"):
        for method in ("DELETE", "POST", "PUT"):
            assert visitor.ask(path, method=method).status in (403, 404, 405)
    assert len(acts(served.home)) == before


def test_neither_passwords_nor_tokens_reach_the_log_or_the_disk(served: Served) -> None:
    visitor = served.visitor("wang")
    visitor.line().rerun()
    kept = b"".join(path.read_bytes() for path in served.home.glob("*.sqlite*"))
    for secret in (*PASSWORDS.values(), visitor.token):
        assert secret not in served.log.read_text(errors="replace")
        assert secret.encode() not in kept


def test_single_user_mode_serves_this_computer_only_and_ends_with_the_first_account(
    tmp_path: Path,
) -> None:
    with serving(tmp_path / "home", tmp_path / "log") as server:
        line = Visitor(server).line()
        line.rerun()
        line.until_finished()
        assert "单机模式" in line.words
        for headers in ({"Host": "board.example"}, {"X-Forwarded-For": "192.0.2.7"}):
            answer = server.ask("/", headers=headers)
            assert answer.status == 403
            assert "只对本机开放" in answer.text
        Accounts(tmp_path / "home").add("wang", "admin", PASSWORDS["wang"])
        assert server.ask("/_stcore/health").status == 401
        line.rerun()
        with pytest.raises(ConnectionClosed):
            line.until_finished(10)


def test_the_server_does_not_start_for_others_without_an_administrator(tmp_path: Path) -> None:
    server = launch(tmp_path / "home", tmp_path / "log", "0.0.0.0")
    try:
        assert server.process.wait(60) != 0
    finally:
        server.stop()
    assert "还没有管理员账号" in (tmp_path / "log").read_text(errors="replace")
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
