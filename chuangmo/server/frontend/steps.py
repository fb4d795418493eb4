"""One act is one entry of the browser's history; links of the board do not load the page anew.

Streamlit pushes an entry whenever its server writes the address, and gives every link that is not
its own a new page with a new session.
"""

from pathlib import Path

#: Runs before every other script.
FIRST = Path(__file__).with_name("steps.js")
_PLACE = "<link"


def stepping(page: str) -> str:
    """The page with the script that keeps the history, before all others."""
    script = FIRST.read_text(encoding="utf-8")
    return page.replace(_PLACE, f"<script>{script}</script>\n    {_PLACE}", 1)
