"""What a server has read and finished before it is told which home to serve.

Streamlit, the board, and the scripts of the pages: the same for every home. Reading this module
gets them ready.
"""

import streamlit.web.bootstrap
import streamlit.web.cli  # noqa: F401

from chuangmo.server.frontend.frontend import frontend

frontend().prepare()
