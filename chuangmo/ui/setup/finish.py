"""The last step: what is set, what is left, what comes next."""

import streamlit as st

from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.changing_settings import settings_history
from chuangmo.service.city.present import present
from chuangmo.service.city.tables import entries_of
from chuangmo.service.city.values import CitySettings
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Step
from chuangmo.ui.setup.grid import table_of
from chuangmo.ui.setup.steps import FINISH, RULES, STEPS, SetupStep, head, looked_at

#: Steps whose tables are filled from the start: done when somebody changed or looked at them.
_PREPARED = frozenset({"districts", "rules"})


def done_steps() -> frozenset[str]:
    """The steps that hold something of the city's own, or were changed or gone through."""
    settings = present(reads.get_board(), reads.actor())
    kept = {step.key for step in STEPS if step.tables and _count(settings, step)}
    return frozenset({"city"} | (kept - _PREPARED) | (_PREPARED & (_changed() | looked_at())))


def _changed() -> set[str]:
    """The steps whose tables somebody changed, by the journal, and nobody undid."""
    events = settings_history(reads.get_board(), reads.actor())
    held = [one for one in events if not one.undone and one.undoes is None]
    tables = {change.table for event in held for change in event.changes}
    return {step.key for step in STEPS if tables & set(step.tables)}


def show_finish(city: str) -> None:
    """The steps with what each holds, and the way to the first month."""
    done = done_steps()
    left = [step.title for step in STEPS if step is not FINISH and step.key not in done]
    second = f"还可以补：{'、'.join(left)}；以后在“设置”页也能改。" if left else "各步都有了。"
    head(FINISH, (f"{city}可以用了，下一步上传第一份月报。", second))
    st.html(html.stepper(_told(done)))
    if st.button("上传第一份月报", type="primary", key="setup_upload"):
        st.switch_page("upload.py")


def _told(done: frozenset[str]) -> list[Step]:
    settings = present(reads.get_board(), reads.actor())
    return [
        Step(step.title, _words(settings, step), "done" if step.key in done else "")
        for step in STEPS
        if step is not FINISH
    ]


def _words(settings: CitySettings, step: SetupStep) -> str:
    if not step.tables:
        return settings.name
    count = _count(settings, step)
    return f"{count} 条" if count else "还没有"


def _count(settings: CitySettings, step: SetupStep) -> int:
    if step is RULES:
        return len(settings.facts.schemes) + len(settings.facts.adoptions)
    words = SettingsWords(reads.get_board().catalog, settings)
    return sum(len(entries_of(table_of(name), settings, words)) for name in step.tables)
