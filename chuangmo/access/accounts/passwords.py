"""Passwords: what is asked of them, how they are kept, how they are compared."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chuangmo.access.accounts.faults import UnfitAccount

SHORTEST, LONGEST = 10, 128
_KINDS_NEEDED = 3
#: RFC 9106, second recommended option: 64 MiB, three passes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
#: At most two at a time: a rush of logins must not take the memory of the pages.
_AT_WORK = threading.BoundedSemaphore(2)
_TOO_COMMON = ("password", "chuangmo", "12345", "qwerty", "admin", "abcde", "lanzhou")


def check_password(password: str, name: str) -> None:
    """Refuse what is quickly guessed (GB/T 22239-2019 身份鉴别 a: complexity).

    Raises:
        UnfitAccount: too short or long, too few kinds of characters, or built on a known word.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitAccount(
            f"密码有 {len(password)} 个字符，应为 {SHORTEST} 到 {LONGEST} 个。请换一个密码。"
        )
    if _kinds(password) < _KINDS_NEEDED:
        raise UnfitAccount("密码太简单：大写字母、小写字母、数字、其他字符四类中至少要有三类。")
    lowered = password.lower()
    if name and name.lower() in lowered:
        raise UnfitAccount("密码里有用户名。请换一个不含用户名的密码。")
    if found := next((word for word in _TOO_COMMON if word in lowered), ""):
        raise UnfitAccount(f"密码里有常见字样“{found}”，容易被猜到。请换一个密码。")
    if len(set(password)) < SHORTEST // 2:
        raise UnfitAccount("密码里重复的字符太多，容易被猜到。请换一个密码。")


def _kinds(password: str) -> int:
    tests = (str.isupper, str.islower, str.isdigit, lambda c: not c.isascii() or not c.isalnum())
    return sum(any(test(c) for c in password) for test in tests)


def hashed(password: str) -> str:
    """The argon2id hash to keep, salt and parameters included."""
    with _AT_WORK:
        return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one; without a kept hash as slow, and always false."""
    try:
        with _AT_WORK:
            return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


_nobody: list[str] = []


def _nobodys() -> str:
    """A hash of nobody's password, made once a process."""
    if not _nobody:
        _nobody.append(_HASHER.hash("nobody's password"))
    return _nobody[0]
