"""Makes the tables of ``data/divisions`` from the drafts in ``docs/divisions``; checks both.

``python -m docs.make_divisions`` writes them anew; the same drafts give the same bytes. The
outlines of ``data/divisions/boundaries`` are shipped as they were made and only checked here.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
DRAFTS = HERE / "divisions"
SHIPPED = HERE.parent / "data" / "divisions"
Row = Mapping[str, str]

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|"
    "景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春"
)
#: A few peoples stand without 族 in names of 新疆 and 内蒙古.
_AUTONOMOUS = re.compile(
    rf"(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)*(?:各族)?自治[州县旗]$|(?:{_PEOPLES})族区$"
)
_PEOPLE = re.compile(rf"(?:{_PEOPLES})(?=族自治)")
_BANNER = re.compile("(?:前|后|中|左|右|联合)旗$")
_REGION = re.compile("(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$")
#: How sure a source of the draft is, in the grades of the catalog.
_CONFIDENCE = {"high": "B", "medium": "C", "low": "C"}
#: How the day of a group of cities is known, as pages print it.
_GROUNDS = {
    "phase1": "环发〔2012〕11号：京津冀、长三角、珠三角、直辖市、省会、计划单列市先行，共 74 个；"
    "ck365.cn 2013-01-05：自 2013 年 1 月 1 日起发布",
    "phase2": "第二批 87 个地级城市：190 个城市的名单减去第一批；"
    "lightmanconsulting.com 2013-03-29、chinabgao.com：自 2014 年起",
    "phase2-county": "第二批 29 个县级环保模范城市：190 个城市的名单减去第一批；"
    "lightmanconsulting.com 2013-03-29：自 2014 年起",
    "phase3": "第三批即其余城市（推断）；people.com.cn 2014-05-13（经 enteach.net 转引）："
    "自 2015 年起按新标准评价",
    "national": "环发〔2012〕11号：2016 年 1 月 1 日起全国实施",
}


def short_name(name: str, level: str) -> str:
    """The name without what kind of unit it is; empty where less than two characters are left."""
    if level == "province":
        return _REGION.sub("", name)
    if _BANNER.search(name):
        return ""
    stem = _AUTONOMOUS.sub("", name)
    if not stem and (people := _PEOPLE.match(name)):  # 东乡族自治县 is called by its people
        stem = people[0]
    if stem == name:
        stem = re.sub("(?:地区|(?<=..)新区|盟|市|区|县|旗)$", "", name)
    return stem if len(stem) > 1 else ""


def tables() -> dict[str, bytes]:
    """The shipped tables by name of file.

    Raises:
        ValueError: a draft contradicts itself.
    """
    divisions = [
        {**row, "short": short_name(row["name"], row["level"])} for row in _draft("divisions")
    ]
    _check_parents(divisions)
    former = _former(divisions)
    adoptions = [
        {
            **row,
            "source": _GROUNDS[row["group"] if row["group"] in _GROUNDS else "phase1"],
            "confidence": _CONFIDENCE[row["confidence"].split(" ")[0]],
        }
        for row in _draft("adoption_gb3095_2012")
    ]
    return {
        "divisions.csv": _csv("adcode,name,short,level,parent,source", divisions),
        "former.csv": _csv("adcode,name,short,from_year,until_year,successors,source", former),
        "adoptions.csv": _csv("adcode,name,from,group,source,confidence", adoptions),
    }


def _check_parents(divisions: list[dict[str, str]]) -> None:
    codes = [row["adcode"] for row in divisions]
    if len(set(codes)) != len(codes):
        raise ValueError("a code stands twice")
    orphans = [row["name"] for row in divisions if row["parent"] not in ("", *codes)]
    if orphans:
        raise ValueError(f"no parent: {orphans}")


def _former(divisions: list[dict[str, str]]) -> list[dict[str, str]]:
    """Ended units; prefectures find the one of today with their stem.

    Where any successor is a code that nothing had, none is named: it must be asked for.
    """
    drafts = _draft("former_divisions")
    codes = {row["adcode"] for row in (*divisions, *drafts)}
    prefectures = {
        (row["adcode"][:2], row["short"]): row["adcode"]
        for row in divisions
        if row["level"] == "prefecture" and row["short"]
    }
    found = []
    for row in drafts:
        successors = [code for code in row["successors"].split(";") if code]
        if row["adcode"].endswith("00") and not successors:
            key = row["adcode"][:2], short_name(row["name"], "prefecture")
            successors = [prefectures[key]] if key in prefectures else []
        known = all(code in codes for code in successors)
        level = "prefecture" if row["adcode"].endswith("00") else "county"
        found.append({
            **row, "short": short_name(row["name"], level),
            "successors": ";".join(sorted(successors)) if known else "",
        })  # fmt: skip
    return found


def outline_faults() -> list[str]:
    """What is wrong with the outlines: unreadable, unsorted, not one feature a line."""
    found = []
    for path in sorted((SHIPPED / "boundaries").glob("*.geojson")):
        lines = path.read_text(encoding="utf-8").splitlines()
        features = json.loads("\n".join(lines))["features"]
        codes = [feature["properties"]["adcode"] for feature in features]
        if codes != sorted(set(codes)) or any(str(code)[:2] != path.stem for code in codes):
            found.append(f"{path.name}: codes")
        if len(lines) != len(features) + 2:
            found.append(f"{path.name}: not one feature a line")
    return found


def _draft(name: str) -> list[dict[str, str]]:
    with open(DRAFTS / f"{name}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _csv(heads: str, rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, heads.split(","), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (row["adcode"], row.get("until_year", ""))))
    return out.getvalue().encode()


def main() -> None:
    """Write the tables."""
    for name, data in tables().items():
        (SHIPPED / name).write_bytes(data)
    for fault in outline_faults():
        print(fault)


if __name__ == "__main__":
    main()
