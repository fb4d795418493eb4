"""上传: choose, recognise, answer, check, confirm; nothing is written before the last step."""

import streamlit as st

from chuangmo.ui import findings, log, upload

head = st.container()
picked = upload.pick_file()

if picked is not None and upload.is_settled(picked):
    with head:
        upload.show_result(picked)
elif picked is None:
    with head:
        upload.show_start()
else:
    staged = upload.stage_file(picked)
    with head:
        upload.show_head(staged)
    if staged.rejected is None:
        upload.ask(staged, picked)
        findings.show_findings(staged)
        findings.show_diff(staged)
        upload.confirm(staged, upload.decide(staged, picked))
    st.html(upload.staged_foot(staged))

log.show_log()
