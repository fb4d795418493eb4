"""What is done to Streamlit's page and scripts: one table, and the one place that reads the switch.

Each can be left out by name; none is needed for the board to work. What each rests on and gains
stands in ``chuangmo/server/frontend/README.md``.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

#: ``1``: Streamlit's own page and scripts, untouched.
PLAIN = "CHUANGMO_PLAIN_FRONTEND"
#: Names of tricks to leave out, with commas between.
WITHOUT = "CHUANGMO_FRONTEND_WITHOUT"


class UnknownTrick(ValueError):
    """A switch says something that is not known; a Chinese sentence."""


@dataclass(frozen=True)
class Tricks:
    """Which tricks are done.

    Attributes:
        chinese: page and scripts speak Chinese; a refused upload says why.
        cached: scripts are finished, compressed once, and kept by browsers for good.
        library: the drawing library is a plain script of its own, without unused kinds of charts.
        linked: what every page needs is one plain script, its components are not loaded lazily.
        preload: the page knows its server, opens the connection and puts the first question before
            the scripts are there.
        font: the page asks at once for the font that it shows, not for Streamlit's.
        older: browsers down to Chromium 103 draw the page; older ones are told which to take.
        steps: one act is one entry of the history; links of the board lead on inside the page.
        ended: a tab whose login has ended says so and leads back to where it stood.
    """

    chinese: bool = True
    cached: bool = True
    library: bool = True
    linked: bool = True
    preload: bool = True
    font: bool = True
    older: bool = True
    steps: bool = True
    ended: bool = True

    def without(self, *names: str) -> "Tricks":
        """The same, these left out.

        Raises:
            UnknownTrick: no trick has this name.
        """
        if unknown := [name for name in names if name not in NAMES]:
            raise UnknownTrick(f"{WITHOUT}：没有“{unknown[0]}”这一项。可写：{'、'.join(NAMES)}。")
        return replace(self, **dict.fromkeys(names, False))


#: Names of all tricks.
NAMES = tuple(field.name for field in fields(Tricks))
ALL = Tricks()
#: Streamlit's own page and scripts.
NONE = ALL.without(*NAMES)


def tricks(environ: Mapping[str, str] = os.environ) -> Tricks:
    """Which tricks are done in this process, as the environment says.

    Raises:
        UnknownTrick: the environment says something that is not known.
    """
    plain = environ.get(PLAIN, "")
    if plain not in ("", "0", "1"):
        raise UnknownTrick(f"{PLAIN}：写的是“{plain}”。只能写 1（用 Streamlit 原样的页面）或 0。")
    if plain == "1":
        return NONE
    names = (name.strip() for name in environ.get(WITHOUT, "").split(","))
    return ALL.without(*filter(None, names))
