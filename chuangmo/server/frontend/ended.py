"""A tab whose login has ended says so, and leads to the door and back to where it stood.

Streamlit shows a dialog of its own with the code of the answer, and tries again for good.
"""

import json
from pathlib import Path

#: Runs before every other script.
FIRST = Path(__file__).with_name("ended.js")
_PLACE = "<link"
_SAID = {
    "title": "登录已失效",
    "text": "太久没有操作，或账号在别处退出、改了密码、被停用。"
    "选好的文件、回答和理由都存为草稿，没有丢；重新登录后回到这一页。",
    "way": "重新登录",
}


def telling(page: str) -> str:
    """The page with the script that tells of the end of a login, before all others."""
    said = json.dumps(_SAID, ensure_ascii=False)
    script = f"window.chuangmoEnded={said};\n{FIRST.read_text(encoding='utf-8')}"
    return page.replace(_PLACE, f"<script>{script}</script>\n    {_PLACE}", 1)
