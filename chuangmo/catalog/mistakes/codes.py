"""Codes of divisions that are another city's, or another district's of the same city."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.models import City, District
from chuangmo.catalog.read import Located
from chuangmo.catalog.words import area_words, plain_word


def code_faults(
    city: Located[City], districts: Sequence[Located[District]], *, own: bool
) -> Iterator[Fault]:
    """Codes that contradict the city's.

    Args:
        own: whether the districts are a home's own; those that ship are right, and the table of
            all divisions is not read for them.
    """
    folder, code = city.value.id, city.value.adcode
    if folder.isdecimal() and code is not None and folder != str(code):
        reason = (
            f"区划代码“{code}”与文件夹名“{folder}”不是一个城市。"
            f"请写成 {folder}，或把文件夹改名为 {code}。"
        )
        yield Fault(city.file, city.entry, "adcode", reason)
    elif code is not None and own:
        yield from _Codes(city.value, code, districts).faults()


def code_of_another(district: District) -> str:
    """What is wrong with a code that the table knows under a name that is none of the district's.

    Asked of what somebody changes, not of a catalog that stands: a board set up for years may call
    a district as nobody does today.
    """
    official = load_divisions().by_code.get(district.adcode or 0)
    known = {plain_word(word) for word in area_words(district)}
    if official is None or plain_word(official.name) in known or district.name == official.short:
        return ""
    return (
        f"区划代码“{district.adcode}”是{official.name}，不是{district.name}。请改正代码或名称；"
        f"确是同一个区县的，把{official.name}写进“其他名称”，更了名的写进“曾用名”。"
    )


@dataclass(frozen=True)
class _Codes:
    city: City
    code: int
    districts: Sequence[Located[District]]

    @cached_property
    def table(self) -> Divisions:
        return load_divisions()

    def faults(self) -> Iterator[Fault]:
        names = {one.value.name for one in self.districts}
        for one in self.districts:
            code = one.value.adcode
            if code is None:
                continue
            reason = self._foreign(one.value, code) or self._exchanged(one.value, code, names)
            if reason:
                yield Fault(one.file, one.entry, "adcode", reason)

    def _foreign(self, district: District, code: int) -> str:
        """That a code is no unit's of this city."""
        same = 10_000 if self.code % 10_000 == 0 else 100
        if self.code % 100 or code // same == self.code // same:
            return ""
        official = self.table.by_code.get(code)
        what = f"是{self._whole(official)}" if official else self._former(code)
        return f"区划代码“{code}”{what}，不在{self.city.name}。{self._right(district)}"

    def _exchanged(self, district: District, code: int, names: set[str]) -> str:
        """That a code is that of another district listed here."""
        official = self.table.by_code.get(code)
        known = {plain_word(word) for word in area_words(district)}
        if official is None or official.name not in names or plain_word(official.name) in known:
            return ""
        return f"区划代码“{code}”是{official.name}，不是{district.name}。{self._right(district)}"

    def _former(self, code: int) -> str:
        ended = [one for one in self.table.former if one.adcode == code]
        if not ended:
            return "没有这个区县"
        last = max(ended, key=lambda one: one.until_year)
        return f"是{last.until_year}年撤销的{last.name}"

    def _whole(self, one: Division) -> str:
        above = self.table.by_code.get(one.parent or 0)
        return (above.name if above else "") + one.name

    def _right(self, district: District) -> str:
        words = {plain_word(word) for word in area_words(district)}
        for one in self.table.children(self.code):
            if {plain_word(one.name), plain_word(one.short or one.name)} & words:
                return f"请写成 {one.adcode}（{one.name}）。"
        return "请用 city list 查代码后改正；没有代码的不写 adcode。"
