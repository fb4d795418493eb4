"""上传: choose, recognise, answer, check, confirm; nothing is written before the last step."""

import streamlit as st

from chuangmo.ui import (
    changes,
    findings,
    log,
    upload,
    upload_fix,
    upload_forms,
    upload_hand,
    upload_questions,
    upload_queue,
    upload_staging,
)

head = st.container()
picked = upload_queue.pick_file()
done = upload_staging.result_of(picked.key) if picked else None

if picked is None:
    with head:
        upload.show_start()
elif done is not None:
    with head:
        upload.show_result(picked, done)
else:
    staged = upload_staging.stage_file(picked)
    with head:
        upload.show_head(staged, picked)
    if staged.rejected is None:
        upload_questions.ask(staged, picked)
        findings.show_findings(staged)
        upload_fix.show_fixes(staged, picked)
        findings.show_diff(staged)
        changes.show_effect(staged, picked)
        upload.confirm(staged, picked, upload.decide(staged, picked))
    else:
        upload_forms.offer_marked(staged, picked)
    st.html(upload.staged_foot(staged))

left, right = st.columns(2, gap="medium")
with left:
    upload_forms.offer_blank()
with right:
    upload_hand.enter_by_hand()

log.show_log()
