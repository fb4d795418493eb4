"""The check of the overlay by itself, and the overlay's files."""

from pathlib import Path

from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import Check


def check_overlay(settings: Settings) -> Check:
    """What ``verify`` says of the files of the catalog."""
    return next(check for check in overlay_checks(settings) if check.name == "overlay")


def city_file(settings: Settings, name: str) -> Path:
    """A file of the overlay of 兰州."""
    return settings.home / "catalog" / "cities" / "lanzhou" / name
