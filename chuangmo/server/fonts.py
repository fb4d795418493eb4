"""Serves the Chinese fonts of the board, since an office computer may have none."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).resolve().parents[2] / "data" / "fonts"
_A_MONTH = 30 * 24 * 3600


class _Lasting(StaticFiles):
    """Static files a browser may keep: each is two megabytes and never changes in place."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """The file, with leave to keep it for a month."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={_A_MONTH}, immutable"
        return response


def fonts_route() -> Mount:
    """``/fonts/NAME``: the faces named in ``.streamlit/config.toml``."""
    return Mount("/fonts", app=_Lasting(directory=FOLDER), name="fonts")
