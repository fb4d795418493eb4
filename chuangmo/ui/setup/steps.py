"""The steps of the page: which there are, which one is shown, how one goes on."""

from dataclasses import dataclass

import streamlit as st

from chuangmo.service.city.tables import DISTRICT, DUTY, FACT, OFFICE, SECTION, SITE, TARGET
from chuangmo.ui.parts import html

_SEEN, _BETWEEN = "looked", "."
_STEP, _GO, _LOOKED, _SAID = "step", "setup_go", "setup_looked", "setup_said"
#: The step that was last written into the address.
_ADDRESS = "setup_address"


@dataclass(frozen=True)
class SetupStep:
    """One step.

    Attributes:
        key: in the address, ``?step=districts``.
        title: on the button of the step.
        tables: the tables of the settings that it fills.
    """

    key: str
    title: str
    tables: tuple[str, ...] = ()


CITY = SetupStep("city", "城市")
DISTRICTS = SetupStep("districts", "区县", (DISTRICT,))
RULES = SetupStep("rules", "标准", (FACT,))
SITES = SetupStep("sites", "点位", (SITE, SECTION))
OFFICES = SetupStep("offices", "责任单位", (OFFICE,))
DUTIES = SetupStep("duties", "报送", (DUTY,))
TARGETS = SetupStep("targets", "目标", (TARGET,))
FINISH = SetupStep("finish", "完成")
STEPS = (CITY, DISTRICTS, RULES, SITES, OFFICES, DUTIES, TARGETS, FINISH)


def go_to(step: SetupStep, said: str = "") -> None:
    """Show another step in the next run, which begins at once.

    Args:
        said: what is told there first: what was saved.
    """
    st.session_state[_GO] = step.key
    st.session_state[_SAID] = said
    st.rerun()


def go_on(step: SetupStep, said: str = "") -> None:
    """Show the step that follows; this one was looked at."""
    st.session_state[_LOOKED] = looked_at() | {step.key}
    go_to(STEPS[STEPS.index(step) + 1], said)


def looked_at() -> frozenset[str]:
    """The steps that were gone through; the address keeps them when the page is loaded anew."""
    if _LOOKED not in st.session_state:
        named = st.query_params.get(_SEEN, "").split(_BETWEEN)
        st.session_state[_LOOKED] = frozenset(one.key for one in STEPS if one.key in named)
    return frozenset(st.session_state[_LOOKED])


def chosen_step(done: frozenset[str]) -> SetupStep:
    """The row of steps, those that are done marked; the one that is shown.

    Args:
        done: keys of the steps that hold something.
    """
    by_key = {step.key: step for step in STEPS}
    asked = st.session_state.pop(_GO, None) or _by_the_address()
    if asked in by_key:
        st.session_state[_STEP] = asked
    elif _STEP not in st.session_state:
        st.session_state[_STEP] = next((key for key in by_key if key not in done), FINISH.key)

    def words(key: str) -> str:
        number = list(by_key).index(key) + 1
        return f"{'✓' if key in done else number} {by_key[key].title}"

    chosen = st.segmented_control(
        "步骤", list(by_key), format_func=words, key=_STEP, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    step = by_key[chosen or FINISH.key]
    st.query_params[_STEP] = st.session_state[_ADDRESS] = step.key
    if looked := looked_at():
        st.query_params[_SEEN] = _BETWEEN.join(one.key for one in STEPS if one.key in looked)
    return step


def _by_the_address() -> str | None:
    """The step that the address asks for: at first, and after the browser's 后退 and 前进.

    What it says otherwise was written there by the run before.
    """
    told = st.query_params.get(_STEP)
    written = _STEP in st.session_state and told == st.session_state.get(_ADDRESS)
    return None if written else told


def head(step: SetupStep, says: tuple[str, str]) -> None:
    """The sentence of a step: what is asked, and what it is for.

    The place of what was saved stays when that is told no more: what stands below would else be
    another element on the next run, and lose what is being typed or pasted into it.
    """
    kicker = ["设置我的城市", f"第 {STEPS.index(step) + 1} 步，共 {len(STEPS)} 步：{step.title}"]
    st.html(html.verdict_block(kicker, *says))
    said, place = st.session_state.pop(_SAID, ""), st.empty()
    if said:
        place.success(said)
