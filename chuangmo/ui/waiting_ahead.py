"""The page asks for everything it will need at once, instead of finding out one after the other.

Streamlit's page learns from its first scripts where its server is, from the server's first message
which scripts draw it, and from those which more: four journeys in a row on every visit.
"""

import re
from collections.abc import Callable, Iterator

from chuangmo.ui.drawing_script import LIBRARY, THERE

#: First parts of the names of the scripts that draw what most pages show.
DRAWS = ("Html", "Selectbox", "ButtonGroup", "Button", "PlotlyChart")
#: The face every page shows; the theme names it under the same address.
FACE = "./fonts/NotoSansSC-Regular.woff2"

_ADDRESS = re.compile(r'"\./static/')
_MODULE = '<script type="module"'
_SOURCE_SANS = re.compile(r'<link\s+rel="preload"\s+href="[^"]*/SourceSans[^"]*"[^>]*/>')
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.@$-]+\.js)"')
#: Streamlit asks its server for these; known here, the page connects without asking.
_HOST = (
    "allowedOrigins:[location.origin],useExternalAuthToken:false,"
    "enableCustomParentMessages:false,enforceDownloadInNewTab:false,metricsUrl:'',"
    "blockErrorDialogs:false"
)
_CONNECTION = f"window.__streamlit={{BACKEND_BASE_URL:location.origin,HOST_CONFIG:{{{_HOST}}}}};"


def hurried(page: str, folder: str, ahead: list[str]) -> str:
    """The page with its scripts under ``folder``, and all that is needed asked for at once.

    Args:
        page: Streamlit's page.
        folder: address of Streamlit's own ``static`` folder, relative to the page.
        ahead: names of scripts to fetch besides those the page names itself.
    """
    library = (
        f"window.{THERE}=new Promise((there,failed)=>{{"
        "const script=document.createElement('script');"
        f"script.src='{folder}js/{LIBRARY}';script.onload=there;script.onerror=failed;"
        "document.head.append(script)});"
    )
    links = [f'<link rel="modulepreload" crossorigin href="{folder}js/{name}">' for name in ahead]
    face = f'<link rel="preload" href="{FACE}" as="font" type="font/woff2" crossorigin>'
    moved = _ADDRESS.sub(f'"{folder}', _SOURCE_SANS.sub(face, page))
    begin = f"<script>{_CONNECTION}{library}</script>\n    {_MODULE}"
    return moved.replace(_MODULE, begin, 1).replace("</head>", "\n".join((*links, "</head>")), 1)


def drawing(names: frozenset[str], read: Callable[[str], str]) -> list[str]:
    """The scripts that draw what most pages show, with everything they import.

    Args:
        names: file names of all scripts.
        read: text of the script of a name.
    """
    waiting = sorted(name for name in names if name.partition(".")[0] in DRAWS)
    found: list[str] = []
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += _imports(read(name), names)
    return found


def _imports(script: str, names: frozenset[str]) -> Iterator[str]:
    return (name for name in _IMPORTED.findall(script) if name in names)
