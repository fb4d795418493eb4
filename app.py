"""ASGI entry: Streamlit's frame with the routes, middleware and lifespan of the server."""

import streamlit as st

from chuangmo.access.login_routes import door_routes
from chuangmo.cli import run_on_server
from chuangmo.service.loopback import route
from chuangmo.ui import serve
from chuangmo.ui.fonts import fonts_route
from chuangmo.ui.frame import tell_fault

app = st.App(
    "pages/frame.py",
    routes=[
        route(serve.board, serve.announcement, run_on_server),
        fonts_route(),
        *door_routes(serve.entrance),
    ],
    middleware=serve.middleware,
    lifespan=serve.lifespan,
    on_script_error=tell_fault,
)
