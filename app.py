"""ASGI entry: Streamlit's frame with the routes, middleware and lifespan of the server."""

import streamlit as st

from chuangmo.access.web.login_routes import door_routes
from chuangmo.access.web.second_factor_routes import second_factor_route
from chuangmo.access.web.sign_on_routes import sign_on_routes
from chuangmo.cli.main import run_on_server
from chuangmo.server import serve
from chuangmo.server.data_route import data_route
from chuangmo.server.fonts import fonts_route
from chuangmo.server.wall.route import wall_routes
from chuangmo.service import process
from chuangmo.service.loopback import route
from chuangmo.ui.parts.frame import tell_fault

app = st.App(
    "pages/frame.py",
    routes=[
        route(process.board_of, serve.announcement, run_on_server),
        fonts_route(),
        data_route(process.board_of, process.entrance),
        *wall_routes(process.board_of, process.entrance),
        *door_routes(process.entrance),
        second_factor_route(process.entrance),
        *sign_on_routes(process.entrance),
    ],
    middleware=serve.middleware,
    lifespan=serve.lifespan,
    on_script_error=tell_fault,
)
