"""Mail by the office's own server: a trial, and once a day each person's unread messages."""

import logging
import smtplib
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.actor import MANAGER, VIEWER, Actor
from chuangmo.access.read_marks import Mailed, mailed, note_mailed
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.identity import only_readable
from chuangmo.period import LOCAL_ZONE, day_words
from chuangmo.service.auditing import audited, note
from chuangmo.service.board import Board, require
from chuangmo.service.notices.mail_settings import (
    PASSWORD_FILE,
    PASSWORD_VARIABLE,
    STARTTLS,
    TLS,
    MailSettings,
    mail_password,
    mail_settings,
    settings_in_force,
)
from chuangmo.service.notices.messages import messages
from chuangmo.service.notices.notice import KINDS, Notice
from chuangmo.store.errors import StoreFault, StoreRefusal

_log = logging.getLogger(__name__)
#: Seconds for each word with the server.
PATIENCE = 20.0
#: Hour of the day, local, from which the digests go out.
FROM_HOUR = 7
_LISTED = 30
_SERVER = "看板"


class NotSent(UnfitEntry):
    """The server did not take a mail; a Chinese sentence that names no password."""


def send_trial(board: Board, actor: Actor, address: str) -> None:
    """Send one mail that says that mail works.

    Raises:
        Forbidden: the person has no 业务管理. NotSent: it was not sent, and why.
    """
    with audited(board.settings, actor, "operate", "试发邮件", MANAGER) as outcome:
        outcome.detail = address
        found = mail_settings(board, actor)
        text = f"这是创模看板（{board.catalog.city.name}）的试发邮件，收到即说明设置可用。"
        _deliver(board, found, [(address, "创模看板：试发邮件", text)])


def last_digests(board: Board, actor: Actor) -> list[Mailed]:
    """What became of everybody's last digest, by name.

    Raises:
        Forbidden: the person has no 业务管理. StoreFault: it cannot be read.
    """
    require(actor, MANAGER)
    try:
        return sorted(mailed(board.settings.home), key=lambda one: one.person)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def send_digests(board: Board, now: datetime) -> list[Mailed]:
    """Send everybody who has an address what is unread, once a day; those tried now.

    Nothing is sent before ``FROM_HOUR``, without a server, or to whoever has nothing unread. What
    fails is kept and told to administrators; the next day it is tried again.

    Args:
        now: local time.
    """
    found, day = settings_in_force(board), now.date()
    if not found.host or not found.to or now.hour < FROM_HOUR or only_readable(board.settings.home):
        return []
    done = {one.person for one in mailed(board.settings.home) if one.day == day.isoformat()}
    tried = []
    for person in sorted(set(found.to) - done):
        fault = _digest_of(board, found, person, day)
        note_mailed(board.settings.home, person, day.isoformat(), fault)
        tried.append(Mailed(person, day.isoformat(), now.timestamp(), fault))
    return tried


def _digest_of(board: Board, found: MailSettings, person: str, day: date) -> str:
    """Send one person's digest; why it was not sent, else empty."""
    actor = _person(board, person)
    if actor is None:
        return "没有这个账号，或已停用。请在设置里去掉这个邮箱。"
    try:
        unread = [one for one in messages(board, actor) if not one.read]
        if not unread:
            return ""
        mail = found.to[person], _subject(board, unread), _text(board, found, unread, day)
        _deliver(board, found, [mail])
    except (NotSent, StoreFault, StoreRefusal) as why:
        _log.warning("the digest of %s was not sent: %s", person, why)
        return str(why)
    server = Actor(_SERVER, VIEWER, "server")
    note(board.settings, server, "operate", f"每日邮件 {person}", f"{len(unread)} 条未读")
    return ""


def _person(board: Board, name: str) -> Actor | None:
    """Whoever has an account and may look; without accounts nobody has messages to be told."""
    account = Accounts(board.settings.home).find(name)
    if account is None or account.disabled:
        return None
    actor = Actor(account.name, account.role, "server", account.districts)
    return actor if actor.may(VIEWER) else None


def _subject(board: Board, unread: list[Notice]) -> str:
    return f"创模看板（{board.catalog.city.name}）：{len(unread)} 条未读消息"


def _text(board: Board, found: MailSettings, unread: list[Notice], day: date) -> str:
    counted = Counter(KINDS[one.kind] for one in unread)
    lines = [
        f"截至{day_words(day)}，您在创模看板有 {len(unread)} 条未读消息："
        + "，".join(f"{kind} {count}" for kind, count in counted.most_common())
        + "。",
        "",
    ]
    for one in unread[:_LISTED]:
        way = f" {found.board}{one.page}" if found.board else ""
        lines.append(f"· {one.at} {KINDS[one.kind]}：{one.text}{way}")
    if len(unread) > _LISTED:
        lines.append(f"另有 {len(unread) - _LISTED} 条，见看板的“消息”页。")
    lines += ["", "在看板的“消息”页标为已读，就不再重复。本邮件由看板自动发出，请勿回复。"]
    return "\n".join(lines)


# -- the server ----------------------------------------------------------------------------------


def _deliver(board: Board, found: MailSettings, mails: list[tuple[str, str, str]]) -> None:
    """Hand mails to the server.

    Args:
        mails: address, subject, text.

    Raises:
        NotSent: it did not take one.
    """
    if not found.host:
        raise NotSent("还没有设邮件服务器。")
    password = mail_password(board.settings.home) if found.login else ""
    if found.login and not password:
        raise NotSent(
            f"没有找到邮箱口令。请把它放进数据目录的 {PASSWORD_FILE}（0600），"
            f"或环境变量 {PASSWORD_VARIABLE}，再重新启动看板。"
        )
    with _explained(found), _connected(found) as server:
        if found.login:
            server.login(found.login, password)
        for address, subject, text in mails:
            server.send_message(_mail(found, address, subject, text))


def _mail(found: MailSettings, address: str, subject: str, text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = found.sender, address, subject
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = make_msgid(domain=found.sender.partition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text, cte="base64")
    return made


@contextmanager
def _connected(found: MailSettings) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if found.secrecy == TLS:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            found.host, found.port, timeout=PATIENCE, context=context
        )
    else:
        line = smtplib.SMTP(found.host, found.port, timeout=PATIENCE)
    with line:
        if found.secrecy == STARTTLS:
            line.starttls(context=context)
        yield line


@contextmanager
def _explained(found: MailSettings) -> Iterator[None]:
    """What the server says, as a sentence: its own words may repeat what was sent to it."""
    place = f"邮件服务器 {found.host}:{found.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"{place}不认这个用户名或口令（{error.smtp_code}）。") from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = "、".join(f"{address}（{code}）" for address, (code, _) in error.recipients.items())
        raise NotSent(f"{place}不收这个收件地址：{codes}。") from error
    except smtplib.SMTPSenderRefused as error:
        raise NotSent(f"{place}不让用 {found.sender} 发信（{error.smtp_code}）。") from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(f"{place}没有这种加密或登录方式，请换一种加密方式再试。") from error
    except ssl.SSLCertVerificationError as error:
        raise NotSent(
            f"{place}的证书不被本机信任。请把单位的根证书装进本机的信任列表，不要改成不加密。"
        ) from error
    except (ssl.SSLError, smtplib.SMTPServerDisconnected) as error:
        raise NotSent(f"{place}中断了连接，多半是端口与加密方式不配。") from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{place}没有收下（{error.smtp_code}）。") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{place}连不上。请检查名称、端口和防火墙。") from error


def local_now() -> datetime:
    """Now in Asia/Shanghai, by which the day of a digest is told."""
    return datetime.now(LOCAL_ZONE)
