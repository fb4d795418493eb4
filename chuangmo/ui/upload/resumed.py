"""What 上传 says of files that lay in the person's drafts before this session began."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from chuangmo.service.drafts.drafts import FILE
from chuangmo.store.home.drafts import KEPT
from chuangmo.store.moves import told
from chuangmo.ui import reads
from chuangmo.ui.blocks import in_hand
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.upload.staging import Picked, said_of
from loaders.model.staged import StagedBatch

_FOUND, _WORDS = "upload_found", "upload_resumed"


def begin_sitting() -> None:
    """Note, once a session, which files were in hand already."""
    if _FOUND not in st.session_state:
        st.session_state[_FOUND] = {one.key: one.changed for one in in_hand.kept(FILE)}


def show_resumed(picked: Picked, staged: StagedBatch, count: int) -> None:
    """For a file from an earlier session: how old its draft is, whether figures have moved."""
    changed = st.session_state[_FOUND].get(picked.key)
    if not changed:
        return
    words: dict[str, str] = st.session_state.setdefault(_WORDS, {})
    if picked.key not in words:
        words[picked.key] = resumed_words(changed, _moved(picked, staged))
    whole = f"共有 {count} 个文件还没有导入。" if count > 1 else "还没有导入。"
    st.info(f"接着上次的草稿：{whole}{words[picked.key]}")


def resumed_words(changed: str, moved: str) -> str:
    """How old a draft is, how long it is kept, and what has become of the figures since."""
    last = datetime.fromisoformat(changed)
    until = local_time((last + KEPT).isoformat())[:10]
    since = moved or "此后没有人改动过它要改的数。"
    age = age_words(datetime.now(UTC) - last)
    return (
        f"这一份最后动过是在 {local_time(changed)}（{age}），文件、回答、更正和理由都还在，"
        f"留到 {until}。{since}"
    )


def age_words(age: timedelta) -> str:
    """``3 小时前``; under a minute ``刚才``."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "刚才"
    if minutes < 60:
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if minutes < 48 * 60 else f"{minutes // 1440} 天前"


def _moved(picked: Picked, staged: StagedBatch) -> str:
    """What others did to the figures that the file would change, since the person last saw them."""
    seen = said_of(picked.key).get("seen", {})
    if "difference" not in seen or seen["difference"] == staged.diff.difference:
        return ""
    why = told(reads.get_board().store.entries()[int(seen.get("base", 0)) :])
    why = why or "数据或读法（更正、表样、目录）有了改动"
    return f"此后{why}，差异与先前看到的不同了，下面是现在的，请再核对一遍。"
