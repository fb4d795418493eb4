"""Classes of functional areas that sheets print beside their figures, as numbers that are stored.

A class is no figure: of several the latest holds, nothing is averaged. Water Ⅰ类 to Ⅴ类 are 1 to 5,
劣Ⅴ类 is 6; noise 0类 to 4类 are 0 to 4, 4a类 is 4.1 and 4b类 4.2. The grade that a paper gives a
district in 考核 is kept alike: 优秀 is 1, 不合格 5.
"""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from chuangmo.assess.stretches import Stretch

ZONE_CLASS = "zone_class"
WATER_TARGET, WATER_REPORTED = "water_target_class", "water_reported_class"
NOISE_ZONE = "noise_zone_class"
#: What papers give a district in 考核: its score, rank and grade.
SCORE_REPORTED, RANK_REPORTED = "responsibility_score", "responsibility_rank"
GRADE_REPORTED = "responsibility_grade"
WATER_CLASSES = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类")
_WATER = {str(number): name for number, name in enumerate(WATER_CLASSES, 1)}
_NOISE = {"0": "0类", "1": "1类", "2": "2类", "3": "3类", "4": "4类", "4.1": "4a类", "4.2": "4b类"}
_GRADES = {"1": "优秀", "2": "良好", "3": "合格", "4": "基本合格", "5": "不合格"}
_NAMES = {"water": _WATER, "noise": _NOISE, "score": _GRADES}


def keeps(target: str, found: str) -> bool:
    """Whether a class of water is as good as the one that is to be kept."""
    return WATER_CLASSES.index(found) <= WATER_CLASSES.index(target)


def class_name(value: Fraction, group: str) -> str:
    """The class that a stored number means (``group``: water, noise, score); empty of any other."""
    return next((name for code, name in _NAMES[group].items() if Fraction(code) == value), "")


def class_code(name: str) -> str:
    """The number that a class is stored as; empty of any other text."""
    return next((c for codes in _NAMES.values() for c, known in codes.items() if known == name), "")


def classes_of_sites(rows: Iterable[Stretch], group: str, until: datetime) -> dict[str, str]:
    """Site to class, of several rows the latest that begins before ``until``."""
    sited = (row for row in rows if row.site is not None and row.has_value and row.start < until)
    held = sorted(sited, key=lambda row: row.end)
    found = {str(row.site): class_name(row.mean, group) for row in held}
    return {site: name for site, name in found.items() if name}
