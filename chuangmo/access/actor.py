"""The person on whose behalf something is done; every service function takes one."""

from dataclasses import dataclass

VIEWER, UPLOADER, REVIEWER, ADMIN = "viewer", "uploader", "reviewer", "admin"
#: Every role, from the least right to the most, and its name on the pages.
ROLES = {VIEWER: "查看", UPLOADER: "上传", REVIEWER: "审核", ADMIN: "管理"}


class Forbidden(Exception):
    """The person may not do this. The message says what is missing, in Chinese."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with which role, from where.

    Attributes:
        name: login name, written to journal and audit.
        role: ``viewer``, ``uploader``, ``reviewer`` or ``admin``.
        origin: ``page``, ``cli`` or ``server``.
        districts: areas whose values the person may change; ``None`` all of them.
        address: network address of the person's computer; empty on this one.
    """

    name: str
    role: str
    origin: str
    districts: tuple[str, ...] | None = None
    address: str = ""


def local_person(name: str, origin: str) -> Actor:
    """单机模式: before any account exists the one person on this computer has all rights."""
    return Actor(name, ADMIN, origin)
