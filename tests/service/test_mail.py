"""Mail by the office's own server: nothing by default, one digest a day, faults told in Chinese."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, UPLOADER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import LOCAL_ZONE, parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import clerk, reviewing
from chuangmo.service.notices import mail, mail_settings
from chuangmo.service.notices.mail import NotSent, last_digests, send_digests, send_trial
from chuangmo.service.notices.mail_settings import PLAIN, STARTTLS, TLS, MailSettings
from chuangmo.service.notices.messages import messages, read_messages
from chuangmo.service.notices.notice import MAIL_FAILED
from chuangmo.settings import Settings
from loaders.returning.hand_form import HandRow
from tests.service.smtp_server import Post, post_office

BOSS = Actor("boss", ADMIN, "page")
CLERK = Actor("li", UPLOADER, "page", districts=("安宁区",))
PASSWORD, SECRET = "Huanghe-Tieqiao-09", "youxiang-Mima-77"
MORNING = datetime.now(LOCAL_ZONE).replace(hour=8, minute=0)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    for name, role in (("boss", ADMIN), ("li", UPLOADER), ("wang", ADMIN)):
        districts = ("安宁区",) if role == UPLOADER else None
        Accounts(held.settings.home).add(name, role, PASSWORD, districts=districts)
    row = HandRow("pm10", "安宁区", parse_period("2008-10"), "0.110", unit="mg/m³")
    sent = clerk.enter_by_hand(held, CLERK, [row], document="来函", reason="核对过").batch
    assert sent is not None
    reviewing.send_back(held, BOSS, sent, "填错")
    yield held
    held.close()


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as found:
        yield found


def by(held: Board, port: int, **more: Any) -> None:
    given = {"host": "127.0.0.1", "secrecy": PLAIN, "sender": "board@example.gov.cn"} | more
    mail_settings.set_mail(held, BOSS, MailSettings(port=port, **given))


def test_nothing_leaves_where_no_server_is_set(board: Board, post: Post) -> None:
    mail_settings.set_address(board, BOSS, "li", "li@example.gov.cn")
    assert send_digests(board, MORNING) == [] and not post.mails
    with pytest.raises(NotSent, match="还没有设邮件服务器"):
        send_trial(board, BOSS, "li@example.gov.cn")


def test_a_digest_goes_out_once_a_day_with_what_is_unread(board: Board, post: Post) -> None:
    by(board, post.port, board="https://board.example.gov.cn")
    mail_settings.set_address(board, BOSS, "li", "li@example.gov.cn")
    assert send_digests(board, MORNING.replace(hour=6)) == []
    assert [one.fault for one in send_digests(board, MORNING)] == [""]
    assert send_digests(board, MORNING + timedelta(hours=3)) == []
    (sent,) = post.mails
    assert sent["To"] == "li@example.gov.cn" and "1 条未读消息" in sent["Subject"]
    text = sent.get_content()
    assert (
        "文件被退回" in text and "填错" in text and "https://board.example.gov.cn/batches" in text
    )
    send_digests(board, MORNING + timedelta(days=1))
    assert len(post.mails) == 2, "still unread the next day"
    read_messages(board, CLERK, [one.key for one in messages(board, CLERK)])
    send_digests(board, MORNING + timedelta(days=2))
    assert len(post.mails) == 2, "nothing unread, no mail"


def test_a_failure_is_told_to_administrators_and_tried_again_the_next_day(
    board: Board, post: Post
) -> None:
    by(board, post.port)
    post.refused.add("li@example.gov.cn")
    mail_settings.set_address(board, BOSS, "li", "li@example.gov.cn")
    (tried,) = send_digests(board, MORNING)
    assert "不收这个收件地址：li@example.gov.cn（550）" in tried.fault
    assert [one.fault for one in last_digests(board, BOSS)] == [tried.fault]
    (said,) = [one for one in messages(board, BOSS) if one.kind == MAIL_FAILED]
    assert "给 li 的每日邮件没有发出" in said.text and said.page == "/settings"
    assert not [one for one in messages(board, CLERK) if one.kind == MAIL_FAILED]
    post.refused.clear()
    assert send_digests(board, MORNING + timedelta(hours=1)) == []
    assert [one.fault for one in send_digests(board, MORNING + timedelta(days=1))] == [""]
    assert len(post.mails) == 1
    assert not [one for one in messages(board, BOSS) if one.kind == MAIL_FAILED]


def test_whoever_has_no_account_any_more_gets_nothing(board: Board, post: Post) -> None:
    by(board, post.port)
    mail_settings.set_address(board, BOSS, "wang", "wang@example.gov.cn")
    Accounts(board.settings.home).set_disabled("wang", True)
    (tried,) = send_digests(board, MORNING)
    assert "没有这个账号，或已停用" in tried.fault and not post.mails


def test_the_password_is_in_no_journal_error_or_log(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    home = board.settings.home
    with post_office(login=("board", SECRET)) as asking:
        by(board, asking.port, login="board")
        with pytest.raises(NotSent, match="没有找到邮箱口令"):
            send_trial(board, BOSS, "li@example.gov.cn")
        (home / "mail.password").write_text(SECRET + "\n")
        (home / "mail.password").chmod(0o644)
        with pytest.raises(UnfitEntry, match="别人也能读"):
            send_trial(board, BOSS, "li@example.gov.cn")
        (home / "mail.password").chmod(0o600)
        send_trial(board, BOSS, "li@example.gov.cn")
        assert len(asking.mails) == 1
        asking.login = ("board", "another")
        with pytest.raises(NotSent) as refused:
            send_trial(board, BOSS, "li@example.gov.cn")
        assert "不认这个用户名或口令（535）" in str(refused.value)
        mail_settings.set_address(board, BOSS, "li", "li@example.gov.cn")
        send_digests(board, MORNING)
    kept = [
        (home / "journal.jsonl").read_bytes(),
        caplog.text.encode(),
        str(refused.value).encode(),
    ]
    kept += [path.read_bytes() for path in home.glob("*.sqlite")]
    assert not [one for one in kept if SECRET.encode() in one]


@pytest.mark.parametrize("secrecy", [STARTTLS, TLS])
def test_a_secret_line_asks_for_a_certificate_that_is_trusted(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrecy: str
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of this test (apt install openssl)")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with post_office(tls=context, at_once=secrecy == TLS) as secret:
        by(board, secret.port, secrecy=secrecy)
        with pytest.raises(NotSent, match="证书不被本机信任"):
            send_trial(board, BOSS, "li@example.gov.cn")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send_trial(board, BOSS, "li@example.gov.cn")
        assert len(secret.mails) == 1


def test_a_server_that_is_not_there_or_speaks_otherwise_is_told(
    board: Board, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "PATIENCE", 2.0)
    by(board, post.port, secrecy=STARTTLS)
    with pytest.raises(NotSent, match="没有这种加密或登录方式"):
        send_trial(board, BOSS, "li@example.gov.cn")
    by(board, post.port, secrecy=TLS)
    with pytest.raises(NotSent, match="端口与加密方式不配"):
        send_trial(board, BOSS, "li@example.gov.cn")
    by(board, 1)
    with pytest.raises(NotSent, match="连不上"):
        send_trial(board, BOSS, "li@example.gov.cn")


def test_what_does_not_do_is_refused_with_a_sentence(board: Board) -> None:
    for wrong, said in (
        ({"host": "mail example"}, "不像服务器"), ({"port": 0}, "端口 0"),
        ({"secrecy": "ssl"}, "没有加密方式"), ({"sender": "board"}, "发件地址"),
        ({"board": "board.gov.cn/"}, "看板地址"),
    ):  # fmt: skip
        with pytest.raises(UnfitEntry, match=said):
            by(board, **({"port": 25} | wrong))
    with pytest.raises(UnfitEntry, match="不像邮箱地址"):
        mail_settings.set_address(board, BOSS, "li", "li@example.gov.cn\nBcc: a@b.cn")
    by(board, 25)
    assert not mail_settings.set_mail(board, BOSS, mail_settings.mail_settings(board, BOSS))
    mail_settings.set_mail(board, BOSS, MailSettings())
    assert not mail_settings.mail_settings(board, BOSS).host
