"""Colours and faces of an office's own theme, and what they stand for in files of the board."""

import colorsys
from dataclasses import dataclass

from lxml import etree

from chuangmo.exports.styles import CARD, DEEP, FACE, INK, LIGHT, MID, SEASON, TOTAL

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LEGIBLE = 4.5  # contrast of white words on the colour, as WCAG AA asks
_BRIGHT = 0.55  # luminance of a ground on which dark words stand
#: How much white is mixed into the accent for what stood in a lighter shade of ours.
_TINTS = {MID: 0.25, LIGHT: 0.55, TOTAL: 0.9, SEASON: 0.92, CARD: 0.95}


@dataclass(frozen=True)
class Theme:
    """A theme as far as files need it.

    Attributes:
        colours: name in the scheme (``dk1``, ``accent1``) to RRGGBB.
        major, minor: (Latin, East-Asian) faces of titles and bodies; an East-Asian face that the
            theme leaves to the language is the one it names for Chinese, else ours.
    """

    colours: dict[str, str]
    major: tuple[str, str]
    minor: tuple[str, str]

    def face(self, name: str) -> str:
        """A face by its reference (``+mn-ea``), or the name itself."""
        if not name.startswith("+"):
            return name
        pair = self.major if name.startswith("+mj") else self.minor
        return pair[1 if name.endswith("ea") else 0]

    @property
    def accent(self) -> str:
        """The first accent, darkened until white words stand on it."""
        found = self.colours.get("accent1", DEEP)
        while contrast(found, "FFFFFF") < _LEGIBLE:
            hue, light, full = colorsys.rgb_to_hls(*_parts(found))
            found = _hex(colorsys.hls_to_rgb(hue, light * 0.94, full))
        return found

    @property
    def in_place(self) -> dict[str, str]:
        """What stands in place of each colour of ours; RRGGBB or a name of the scheme."""
        own = "accent1" if self.accent == self.colours.get("accent1") else self.accent
        tints = {ours: _mixed(self.accent, share) for ours, share in _TINTS.items()}
        return {INK: "tx1", DEEP: own} | tints

    @property
    def in_words(self) -> dict[str, str]:
        """The same as RRGGBB throughout."""
        return self.in_place | {INK: self.colours.get("dk1", INK), DEEP: self.accent}


def read_theme(xml: bytes) -> Theme:
    """The theme of a part ``theme1.xml``."""
    root = etree.fromstring(xml)
    colours: dict[str, str] = {}
    for scheme in root.iter(f"{_A}clrScheme"):
        for entry in scheme:
            for value in entry:
                found = value.get("lastClr") or value.get("val") or ""
                if len(found) == 6:
                    colours[etree.QName(entry).localname] = found.upper()
    return Theme(colours, _faces(root, "majorFont"), _faces(root, "minorFont"))


def _faces(root: etree._Element, name: str) -> tuple[str, str]:
    fonts = root.find(f".//{_A}{name}")
    if fonts is None:
        return FACE, FACE

    def face(tag: str) -> str:
        found = fonts.find(f"{_A}{tag}")
        return "" if found is None else found.get("typeface", "")

    chinese = next((one.get("typeface", "") for one in fonts if one.get("script") == "Hans"), "")
    east_asian = face("ea") or chinese or FACE
    return face("latin") or east_asian, east_asian


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.1 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(value: str) -> float:
    """The relative luminance of RRGGBB, 0 to 1 (WCAG 2.1)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(value)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_bright(value: str) -> bool:
    """Whether dark words and light tables can stand on the colour."""
    return luminance(value) >= _BRIGHT


def _parts(value: str) -> tuple[float, float, float]:
    red, green, blue = (int(value[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "".join(f"{max(0, min(255, int(part * 255 + 0.5))):02X}" for part in parts)


def _mixed(value: str, white: float) -> str:
    red, green, blue = (part + (1 - part) * white for part in _parts(value))
    return _hex((red, green, blue))
