"""The person on whose behalf something is done; every service function takes one."""

from collections.abc import Mapping
from dataclasses import dataclass

from chuangmo.settings import Settings

VIEWER, UPLOADER, REVIEWER, ADMIN = "viewer", "uploader", "reviewer", "admin"
#: 三员分立 divides what ``admin`` may do among four people, of whom none may do another's part.
MANAGER, SYSTEM, SECURITY, AUDITOR = "manager", "system", "security", "auditor"
#: Every role and its name on the pages.
ROLES = {
    VIEWER: "查看", UPLOADER: "上传", REVIEWER: "审核", ADMIN: "管理",
    MANAGER: "业务管理", SYSTEM: "系统管理", SECURITY: "安全管理", AUDITOR: "审计管理",
}  # fmt: skip
#: The three administrators of 三员分立 (GB/T 22239-2019 安全管理中心).
THREE = (SYSTEM, SECURITY, AUDITOR)
#: A right that is no role of its own: to see the list of accounts.
ACCOUNTS = "accounts"
#: What ``admin`` may do and each of the four a part of.
_DIVIDED = (MANAGER, *THREE, ACCOUNTS)
_NAMES = ROLES | {ACCOUNTS: "系统管理或安全管理"}
_READS = frozenset({VIEWER})
_UPLOADS = _READS | {UPLOADER}
_REVIEWS = _UPLOADS | {REVIEWER}
#: The rights of each role; a role that is not named here has none.
RIGHTS: Mapping[str, frozenset[str]] = {
    VIEWER: _READS,
    UPLOADER: _UPLOADS,
    REVIEWER: _REVIEWS,
    MANAGER: _REVIEWS | {MANAGER},
    SYSTEM: frozenset({SYSTEM, ACCOUNTS}),
    SECURITY: frozenset({SECURITY, ACCOUNTS}),
    AUDITOR: frozenset({AUDITOR}),
    ADMIN: frozenset({*ROLES, ACCOUNTS}),
}


class Forbidden(Exception):
    """The person may not do this. The message says what is missing, in Chinese."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with which role, from where.

    Attributes:
        name: login name, written to journal and audit.
        role: a key of ``ROLES``.
        origin: ``page``, ``cli``, ``server`` or ``data``.
        districts: areas whose values the person may change; ``None`` all of them.
        address: network address of the person's computer; empty on this one.
    """

    name: str
    role: str
    origin: str
    districts: tuple[str, ...] | None = None
    address: str = ""

    def may(self, right: str) -> bool:
        """Whether the person has a right: a role whose acts it covers, or ``ACCOUNTS``."""
        return right in RIGHTS.get(self.role, ())

    def name_of(self, right: str) -> str:
        """A right that the person lacks, by the name of the role that has it in their home."""
        if right not in _DIVIDED or self.role in (MANAGER, *THREE):
            return _NAMES[right]
        return ROLES[ADMIN]


def may_see(actor: Actor, settings: Settings) -> bool:
    """Whether a person may look at a city at all.

    Where one board shows several, whoever administers it sees all of them, everybody else the one
    whose home holds the accounts. Where there is one, everybody who came in does.
    """
    return settings.door is None or actor.may(ADMIN)


def local_person(name: str, origin: str) -> Actor:
    """单机模式: before any account exists the one person on this computer has all rights."""
    return Actor(name, ADMIN, origin)
