"""Preloads: the page requests everything it will need at once, not one thing after the other.

Streamlit's page learns from its first scripts where its server is, from the server's first message
which scripts draw it, and from those which more: four round trips in a row on every visit.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path

from chuangmo.frontend_tricks import Tricks
from chuangmo.server.frontend.drawing_script import LIBRARY, THERE
from chuangmo.server.frontend.linked_script import LINKED, imports

#: First parts of the names of the scripts that draw what most pages show.
DRAWS = ("Html", "Selectbox", "ButtonGroup", "Button", "PlotlyChart")
#: The face every page shows; the theme names it under the same address.
FACE = "./fonts/NotoSansSC-Regular.woff2"

_FACE = f'<link rel="preload" href="{FACE}" as="font" type="font/woff2" crossorigin>'

#: Where Streamlit's first module opens its connection, and what it does instead: it takes the one
#: that the page opened before.
CONNECTS = ("new WebSocket(", "self.chuangmoSocket(")
#: Opens it.
EARLY = Path(__file__).with_name("connection.js")

_ADDRESS = re.compile(r'"\./static/')
_MODULE = '<script type="module"'
_SOURCE_SANS = re.compile(r'<link\s+rel="preload"\s+href="[^"]*/SourceSans[^"]*"[^>]*/>')
_BEGINS = re.compile(r'<script type="module" crossorigin src="[^"]*/([\w.@$-]+\.js)"></script>')
_PRELOADED = re.compile(r'\s*<link rel="modulepreload"[^>]*>')
#: Streamlit asks its server for these; known here, the page connects without asking.
_HOST = (
    "allowedOrigins:[location.origin],useExternalAuthToken:false,"
    "enableCustomParentMessages:false,enforceDownloadInNewTab:false,metricsUrl:'',"
    "blockErrorDialogs:false"
)
_CONNECTION = f"window.__streamlit={{BACKEND_BASE_URL:location.origin,HOST_CONFIG:{{{_HOST}}}}};"


def hurried(page: str, folder: str, done: Tricks) -> str:
    """The page with its scripts under ``folder`` and preload links for all that is needed.

    Args:
        page: Streamlit's page.
        folder: address of Streamlit's own ``static`` folder, relative to the page.
        done: the tricks that are done; what this release does not allow is not among them.
    """
    library = _library(folder) if done.library else ""
    early = f"{_CONNECTION}\n{EARLY.read_text(encoding='utf-8')}" if done.preload else ""
    hurried = _SOURCE_SANS.sub(_FACE, page) if done.font else page
    if library or early:
        begin = f"<script>{library}{early}</script>\n    {_MODULE}"
        hurried = hurried.replace(_MODULE, begin, 1)
    if done.linked:
        plain = f'<script defer src="./static/js/{LINKED}"></script>'
        hurried = _PRELOADED.sub("", _BEGINS.sub(plain, hurried))
    return _ADDRESS.sub(f'"{folder}', hurried)


def _library(folder: str) -> str:
    """What asks for the drawing library, beside everything else."""
    return (
        f"window.{THERE}=new Promise((there,failed)=>{{"
        "const script=document.createElement('script');"
        f"script.src='{folder}js/{LIBRARY}';script.onload=there;script.onerror=failed;"
        f"document.head.append(script)}});window.{THERE}.then(()=>{{window.{THERE}.done=true}});"
    )


def entry(page: str) -> str:
    """Name of the module that Streamlit's page begins with; empty where it names none."""
    found = _BEGINS.search(page)
    return found[1] if found else ""


def needed(
    entry: str,
    names: frozenset[str],
    read: Callable[[str], str],
    draws: Collection[str] = DRAWS,
) -> list[str]:
    """The module the page begins with and those that draw most pages, with all they import.

    Args:
        entry: name of that module.
        names: file names of all modules.
        read: text of the module of a name.
        draws: first parts of the names of those that draw most pages.
    """
    waiting = sorted(name for name in names if name.partition(".")[0] in draws or name == entry)
    found: list[str] = []
    while waiting:
        name = waiting.pop()
        if name in names and name not in found:
            found.append(name)
            waiting += imports(read(name))
    return found
