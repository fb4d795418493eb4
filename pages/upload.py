"""上传: choose, recognise, answer, check, confirm; nothing is written before the last step."""

import streamlit as st

from chuangmo.ui.blocks import import_log
from chuangmo.ui.upload import (
    effect,
    findings,
    fixes,
    forms,
    hand,
    many,
    questions,
    queue,
    staging,
    targets,
    upload,
)

head = st.container()
picked = queue.pick_file()
progress = many.show_many()
done = staging.result_of(picked.key) if picked else None

if picked is None:
    with head:
        upload.show_start()
elif done is not None:
    with head:
        upload.show_result(picked, done)
else:
    staged = staging.stage_file(picked)
    with head:
        upload.show_head(staged, picked)
    if staged.rejected is None:
        questions.ask(staged, picked)
        targets.show_targets(staged)
        findings.show_findings(staged)
        fixes.show_fixes(staged, picked)
        findings.show_diff(staged)
        effect.show_effect(staged, picked)
        upload.confirm(staged, picked, upload.decide(staged, picked))
    else:
        forms.offer_marked(staged, picked)
    st.html(upload.staged_foot(staged))

left, right = st.columns(2, gap="medium")
with left:
    forms.offer_blank()
with right:
    hand.enter_by_hand()

import_log.show_log()
many.check_rest(progress)
