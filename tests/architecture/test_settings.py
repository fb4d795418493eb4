"""The settings of the server and the table of pages."""

import ast
import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, python_files, tree

SAFE = [
    ("browser", "gatherUsageStats", False),  # nothing leaves the host
    ("client", "toolbarMode", "minimal"),
    ("client", "showErrorDetails", "none"),  # a visitor sees a number, not a trace
    ("runner", "postScriptGC", False),  # a full collection after each rerun stalls everybody
]


def config() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("section", "option", "value"), SAFE)
def test_a_safe_option_is_set(section: str, option: str, value: object) -> None:
    assert config()[section][option] == value


def test_uploads_have_a_limit() -> None:
    limit = config()["server"]["maxUploadSize"]
    assert isinstance(limit, int)
    assert 1 <= limit <= 200


@pytest.mark.parametrize("option", ["enableXsrfProtection", "enableCORS"])
def test_no_protection_is_switched_off(option: str) -> None:
    assert config()["server"].get(option, True) is True


def test_no_file_of_the_checkout_is_served() -> None:
    assert config()["server"].get("enableStaticServing", False) is False


def test_the_server_listens_on_this_machine_only() -> None:
    assert config()["server"].get("address", "127.0.0.1") in ("127.0.0.1", "localhost")


def test_both_themes_are_given() -> None:
    assert {"light", "dark"} <= config()["theme"].keys()


def page_names_in_tables() -> set[str]:
    """Names like ``upload.py`` written as text in the frame or the interface package."""
    return {
        node.value
        for path in python_files("pages/frame.py", "chuangmo/ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"\w+\.py", node.value)
    }


def test_every_page_is_in_the_frame_and_every_entry_is_a_page() -> None:
    pages = {path.name for path in python_files("pages")} - {"frame.py", "__init__.py"}
    assert pages == page_names_in_tables() - {"frame.py"}
    assert pages
