"""The entrance of one home: who a request belongs to, and whether that still holds."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

from chuangmo.access import audit
from chuangmo.access.accounts.accounts import Account, Accounts, plain_name
from chuangmo.access.accounts.lockout import Lockout, Try, code_key
from chuangmo.access.accounts.passwords import check_password
from chuangmo.access.accounts.second_factor import SecondFactors
from chuangmo.access.accounts.sessions import SIGNED_ON, Sessions, fingerprint
from chuangmo.access.accounts.tokens import DataTokens
from chuangmo.access.actor import Actor
from chuangmo.access.policy import Policy
from chuangmo.access.requests import (
    DATA_ROUTE,
    DEVICE_COOKIE,
    PASSWORD_ROUTE,
    SECOND_FACTOR_ROUTE,
    SESSION_COOKIE,
    WALL_ROUTE,
    Scope,
    address_of,
    cookie,
    data_token,
    header,
    is_local,
    is_loopback,
    path_of,
    peer_of,
)

LOCAL, PROXY, TOKEN = "local", "proxy:", "token:"
#: Logins of people who typed no password of the board.
WITHOUT_PASSWORD = (PROXY, SIGNED_ON)
IN, HALF, STALE, WRONG, LOCKED = "in", "half", "stale", "wrong", "locked"


@dataclass(frozen=True)
class Visitor:
    """Whose request it is.

    Attributes:
        login: names the login for the pages: a session's id (``sso:…`` where the office's own
            sign-on vouched for the person), or ``proxy:`` and the user's name;
            ``token:`` and a data token's id at a data address; ``local`` in 单机模式.
        due: what must be done before anything else, and why; empty as a rule.
        due_at: the page where it is done.
    """

    name: str
    login: str
    due: str = ""
    due_at: str = PASSWORD_ROUTE


@dataclass(frozen=True)
class Attempt:
    """The answer to a login: ``in`` with a token, ``wrong`` or ``locked``.

    ``half`` with a token: the password is right, a code is still to come; ``stale``: it came late.

    Attributes:
        wait: whole minutes until the next try is looked at; 0: at once.
    """

    outcome: str
    token: str = ""
    wait: int = 0


class Entrance:
    """Accounts, sessions and lockout of a home behind one face.

    Args:
        home: the folder of the accounts.
        listens: the address on which the server listens.
        policy: the settings of the door.
        clock: gives seconds since 1970.
    """

    def __init__(
        self,
        home: Path,
        listens: str,
        policy: Policy,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.home, self.policy = home, policy
        self.accounts = Accounts(home, clock)
        self.sessions = Sessions(
            home, idle=policy.idle, absolute=policy.absolute,
            most=policy.bounds.logins, clock=clock,
        )  # fmt: skip
        self._clock = clock
        self.tokens, self.factors = DataTokens(home, clock), SecondFactors(home, clock)
        self.listens = listens.strip("[]").lower()
        self._lockout = Lockout(home, clock)
        self._loopback = is_loopback(listens)

    def standalone(self) -> bool:
        """单机模式: on this computer only, and no account was ever made."""
        return self._loopback and not self.accounts.any()

    def visitor(self, scope: Scope) -> Visitor | None:
        """Whose request this is; ``None``: nobody's who may come in.

        Raises:
            DatabaseFault: the accounts cannot be read.
        """
        if self.standalone():
            return Visitor("", LOCAL) if is_local(scope) else None
        address = address_of(scope, self.policy)
        session = self.sessions.of_token(cookie(scope, SESSION_COOKIE), address)
        if session is not None:
            if session.signed_on:
                return Visitor(session.name, session.id)
            return Visitor(session.name, session.id, *self._due(session.name))
        if path_of(scope).startswith(DATA_ROUTE) and (owner := self._of_data_token(scope)):
            return owner
        named = self._named_by_proxy(scope)
        return Visitor(named.name, PROXY + named.name) if named else None

    def opens_wall(self, scope: Scope) -> bool:
        """Whether this computer sees the wall screen without a login, as the door is set."""
        wall, path = self.policy.wall, path_of(scope)
        if not wall or self.standalone() or not _is_of_wall(path):
            return False
        found = ip_address(address_of(scope, self.policy) or "::")
        return any(found in network for network in wall)

    def holds(self, visitor: Visitor) -> bool:
        """Whether a visitor let in before may still be here."""
        if visitor.login == LOCAL:
            return self.standalone()
        return self.person(visitor.login) is not None

    def person(self, login: str) -> Actor | None:
        """The person of a login with the rights of this moment; ``None``: no longer let in."""
        if login.startswith(PROXY):
            account, address = self._enabled(login.removeprefix(PROXY)), ""
        elif login.startswith(TOKEN):
            token = self.tokens.find(login.removeprefix(TOKEN))
            alive = token is not None and token.revoked is None
            account, address = self._enabled(token.name) if token and alive else None, ""
        else:
            session = self.sessions.of_id(login)
            account = self._enabled(session.name) if session else None
            address = session.address if session else ""
        if account is None:
            return None
        return Actor(account.name, account.role, "page", account.districts, address)

    def attempt(self, name: str, password: str, scope: Scope) -> Attempt:
        """Try a name and a password; both outcomes take as long and are recorded.

        Raises:
            DatabaseFault: the audit cannot be written; nobody is let in.
        """
        plain, address = plain_name(name)[:64], address_of(scope, self.policy)
        tried = self._lockout.begin(plain, address, cookie(scope, DEVICE_COOKIE))
        wait = math.ceil(tried.wait / 60)
        if not tried.allowed:
            self._note_refused(tried, plain, address)
            return Attempt(LOCKED, wait=wait)
        if not self.accounts.password_is(plain, password):
            locked = f"；此处锁定 {wait} 分钟" if wait else ""
            self._record("login", plain, address, False, f"用户名或密码不对{locked}")
            return Attempt(WRONG, wait=wait)
        if self.factors.is_on(plain):
            self._lockout.succeeded(tried)
            act = self._act("login", plain, address, "密码无误，待动态口令")
            begun = audit.record(self.home, replace(act, success=audit.BEGUN))
            return Attempt(HALF, self.factors.begin_half(plain, begun))
        self._record("login", plain, address, True, "")
        self._lockout.succeeded(tried)
        self.sessions.end(cookie(scope, SESSION_COOKIE))
        return Attempt(IN, self.sessions.begin(plain, address))

    def attempt_code(self, half: str, code: str, scope: Scope) -> Attempt:
        """The second step of a login: a code, or a recovery code.

        Args:
            half: token of the first step.

        Raises:
            DatabaseFault: accounts or audit cannot be written; nobody is let in.
        """
        found, address = self.factors.half(half), address_of(scope, self.policy)
        if found is None:
            return Attempt(STALE)
        tried = self._lockout.begin(code_key(found.name), address)
        wait = math.ceil(tried.wait / 60)
        if not tried.allowed:
            self._note_refused(tried, found.name, address)
            return Attempt(LOCKED, wait=wait)
        how = self.factors.use(found.name, code)
        if not how:
            locked = f"；此处锁定 {wait} 分钟" if wait else ""
            self._record("login", found.name, address, False, f"动态口令不对{locked}")
            return Attempt(WRONG, wait=wait)
        act = self._act("login", found.name, address, how)
        audit.record(self.home, replace(act, success=audit.YES, answers=found.begun))
        self._lockout.succeeded(tried)
        self.factors.end_half(half)
        self.sessions.end(cookie(scope, SESSION_COOKIE))
        return Attempt(IN, self.sessions.begin(found.name, address))

    def begin_factor(self, visitor: Visitor, password: str, scope: Scope) -> tuple[str, Attempt]:
        """The owner begins to turn codes on: a secret, or why there is none.

        Raises:
            UnfitAccount: they are on already.
        """
        tried = self._lockout.begin(
            visitor.name, address_of(scope, self.policy), self._device(scope)
        )
        if (refused := self._refused_owner(tried, visitor, password, scope)) is not None:
            return "", refused
        self._lockout.succeeded(tried)
        return self.factors.begin(visitor.name), Attempt(IN)

    def confirm_factor(
        self, visitor: Visitor, code: str, scope: Scope
    ) -> tuple[tuple[str, ...], Attempt]:
        """The first code of the owner's telephone: recovery codes, and a login anew.

        Raises:
            UnfitAccount: nothing was begun, or the code is wrong.
        """
        address = address_of(scope, self.policy)
        tried = self._lockout.begin(code_key(visitor.name), address)
        if not tried.allowed:
            return (), Attempt(LOCKED, wait=math.ceil(tried.wait / 60))
        with audit.acting(self.home, self._act("account", visitor.name, address, "开通动态口令")):
            made = self.factors.confirm(visitor.name, code)
        self._lockout.succeeded(tried)
        self.accounts.end_sessions(visitor.name)
        return made, Attempt(IN, self.sessions.begin(visitor.name, address))

    def end_factor(self, visitor: Visitor, password: str, code: str, scope: Scope) -> Attempt:
        """The owner turns codes off, with the password and a code."""
        address = address_of(scope, self.policy)
        tried = self._lockout.begin(code_key(visitor.name), address)
        if (refused := self._refused_owner(tried, visitor, password, scope)) is not None:
            return refused
        if not self.factors.use(visitor.name, code):
            return Attempt(WRONG, wait=math.ceil(tried.wait / 60))
        with audit.acting(self.home, self._act("account", visitor.name, address, "关闭动态口令")):
            self.factors.end(visitor.name)
        self._lockout.succeeded(tried)
        return Attempt(IN)

    def must_have_factor(self, name: str) -> bool:
        """Whether the role of an account logs in with a second factor."""
        account = self.accounts.find(name) if self.policy.second_factor else None
        return account is not None and account.role in self.policy.second_factor

    def sign_on(self, name: str, scope: Scope) -> Attempt:
        """Let in whom the office's own sign-on vouches for, if they have an account; recorded.

        Raises:
            DatabaseFault: the audit cannot be written; nobody is let in.
        """
        plain, address = plain_name(name)[:64], address_of(scope, self.policy)
        account = self._enabled(plain)
        if account is None:
            self._record("login", plain, address, False, "统一认证：没有这个账号，或已停用")
            return Attempt(WRONG)
        self._record("login", plain, address, True, "统一认证")
        self.sessions.end(cookie(scope, SESSION_COOKIE))
        return Attempt(IN, self.sessions.begin(account.name, address, signed_on=True))

    def leave(self, scope: Scope) -> None:
        """Log the visitor of a request out."""
        token = cookie(scope, SESSION_COOKIE)
        session = self.sessions.of_token(token)
        if session is not None:
            self._record("logout", session.name, address_of(scope, self.policy), True, "")
            self.sessions.end(token)

    def change_password(self, visitor: Visitor, old: str, new: str, scope: Scope) -> Attempt:
        """The owner's own change; ends every login of the person and begins a new one.

        Raises:
            UnfitAccount: a wrong old password or an unfit new one.
        """
        address = address_of(scope, self.policy)
        check_password(new, visitor.name)
        tried = self._lockout.begin(visitor.name, address, self._device(scope))
        if not tried.allowed:
            self._note_refused(tried, visitor.name, address)
            return Attempt(LOCKED, wait=math.ceil(tried.wait / 60))
        act = self._act("account", visitor.name, address, "修改自己的密码")
        with audit.acting(self.home, act):
            history = self.policy.passwords.history
            self.accounts.set_password(visitor.name, new, old=old, history=history)
        self._lockout.succeeded(tried)
        return Attempt(IN, self.sessions.begin(visitor.name, address))

    def refused(self, who: str, scope: Scope, what: str) -> None:
        """Record that something was refused at the door."""
        self._record("refusal", who, address_of(scope, self.policy), False, what)

    def _refused_owner(
        self, tried: Try, visitor: Visitor, password: str, scope: Scope
    ) -> Attempt | None:
        """Why a person who is logged in may not change the second factor; none: they may."""
        address, wait = address_of(scope, self.policy), math.ceil(tried.wait / 60)
        if not tried.allowed:
            self._note_refused(tried, visitor.name, address)
            return Attempt(LOCKED, wait=wait)
        if not self.accounts.password_is(visitor.name, password):
            self._record("account", visitor.name, address, False, "动态口令：密码不对")
            return Attempt(WRONG, wait=wait)
        return None

    def _device(self, scope: Scope) -> str:
        return fingerprint(cookie(scope, SESSION_COOKIE))

    def _note_refused(self, tried: Try, who: str, address: str) -> None:
        """One line a wait, so that guessing on and on does not fill the audit."""
        if tried.first:
            self._record("login", who, address, False, "锁定中，不再核对密码")

    def _record(self, action: str, who: str, address: str, success: bool, detail: str) -> None:
        outcome = audit.YES if success else audit.NO
        audit.record(self.home, replace(self._act(action, who, address, detail), success=outcome))

    def _act(self, action: str, who: str, address: str, detail: str) -> audit.Act:
        return audit.Act(who, address, "page", action, who, detail=detail)

    def _due(self, name: str) -> tuple[str, str]:
        """What somebody who is logged in must do first, and where."""
        age = self.accounts.password_age(name)
        if age and (why := age.why_due(self.policy.passwords, self._clock())):
            return why, PASSWORD_ROUTE
        if self.must_have_factor(name) and not self.factors.is_on(name):
            return "您的角色登录要用动态口令，请先开通。", SECOND_FACTOR_ROUTE
        return "", PASSWORD_ROUTE

    def _enabled(self, name: str) -> Account | None:
        found = self.accounts.find(name)
        return found if found and not found.disabled else None

    def _of_data_token(self, scope: Scope) -> Visitor | None:
        """The owner of the token that a request brings; of Basic the name must be the owner's."""
        name, text = data_token(scope)
        found = self.tokens.of_text(text) if text else None
        if found is None or (name and plain_name(name) != found.name):
            return None
        return Visitor(found.name, TOKEN + found.id)

    def _named_by_proxy(self, scope: Scope) -> Account | None:
        policy = self.policy
        if not policy.user_header or peer_of(scope) not in policy.proxies:
            return None
        return self._enabled(header(scope, policy.user_header))


def _is_of_wall(path: str) -> bool:
    """Whether a path belongs to the wall screen: the screen itself, and the faces it is set in."""
    return path == WALL_ROUTE or path.startswith((f"{WALL_ROUTE}/", "/fonts/"))
