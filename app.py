"""ASGI entry: Streamlit's frame with the routes and middleware of the server."""

import streamlit as st

from chuangmo.ui.serve import middleware

app = st.App("pages/frame.py", middleware=middleware)
