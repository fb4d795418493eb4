"""The board's own type: every face the theme names is shipped, served and may be kept."""

import tomllib
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from chuangmo.server.fonts import FOLDER, fonts_route

ROOT = Path(__file__).parents[2]
FACES = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"][
    "fontFaces"
]


def test_every_face_of_the_theme_is_served_from_the_board_itself() -> None:
    client = TestClient(Starlette(routes=[fonts_route()]))
    for face in FACES:
        answer = client.get(face["url"])
        assert answer.status_code == 200, face
        assert answer.content[:4] == b"wOF2"
        assert "max-age" in answer.headers["cache-control"]


def test_the_theme_asks_for_the_shipped_family_first() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert theme["font"].startswith(f"'{FACES[0]['family']}'")


def test_the_licence_travels_with_the_faces() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_nothing_outside_the_folder_is_served() -> None:
    client = TestClient(Starlette(routes=[fonts_route()]))
    for path in ("/fonts/../catalog/indicators.toml", "/fonts/%2e%2e/catalog/indicators.toml"):
        assert client.get(path).status_code == 404
