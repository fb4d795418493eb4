"""The person on whose behalf something is done; every service function takes one."""

from dataclasses import dataclass

VIEWER, UPLOADER, REVIEWER, ADMIN = "viewer", "uploader", "reviewer", "admin"


class Forbidden(Exception):
    """The person may not do this. The message says what is missing, in Chinese."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with which role, from where.

    Attributes:
        name: login name, written to journal and audit.
        role: ``viewer``, ``uploader``, ``reviewer`` or ``admin``.
        origin: ``page``, ``cli`` or ``server``.
    """

    name: str
    role: str
    origin: str


def local_person(name: str, origin: str) -> Actor:
    """单机模式: before any account exists the one person on this computer has all rights."""
    return Actor(name, ADMIN, origin)
