"""Browsers that are not of today: what little they miss is given to them, others are greeted.

Streamlit's scripts are written for the newest Chromium. Two of the things they use are newer than
the kernels of many offices and easily said otherwise: the flag ``v`` of regular expressions
(Chromium 112; their patterns mean the same under ``u``) and ``toSorted`` (110).
"""

import json
import re
from pathlib import Path

from chuangmo.access.web.old_browsers import BETTER, KERNEL, METAS, TOO_OLD

#: Runs before every other script.
FIRST = Path(__file__).with_name("older.js")
#: A regular expression with the flag ``v``, as the bundler writes it.
NEW_FLAG = re.compile(r"(?<=RegExp\()(`(?:[^`\\]|\\.)*`,`[dgimsy]*)v([dgimsy]*`\))")

_PLACE = "<link"
_SAID = {
    "title": TOO_OLD,
    "instead": "请换用下面任一种，都可以离线安装：",
    "better": BETTER,
    "engine": f"现在的浏览器是 Chromium 内核 N，看板要 {KERNEL} 以上。",
    "compatible": "现在是兼容模式（IE 内核）：请点地址栏右边的图标切换到极速模式，再刷新。",
}


def for_older(script: str) -> str:
    """The script with flags that older browsers know."""
    return NEW_FLAG.sub(r"\1u\2", script)


def greeting(page: str) -> str:
    """The page with the script that greets browsers that are too old, before all others."""
    said = json.dumps(_SAID, ensure_ascii=False)
    script = f"window.chuangmoOlder={said};\n{FIRST.read_text(encoding='utf-8')}"
    return page.replace(_PLACE, f"{METAS}<script>{script}</script>\n    {_PLACE}", 1)
