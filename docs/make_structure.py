"""Draw the structure from the imports: rooms as boxes, an arrow from who asks to who is asked.

``python -m docs.make_structure`` writes ``docs/images/structure.svg``; a test keeps it up to date.
Arrows that follow from two others are left out.
"""

import ast
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "structure.svg"
#: Rooms of the house and what they are for; a module belongs to the longest name it begins with.
HOUSE = {
    "app": "入口", "pages": "页面脚本", "chuangmo.server": "服务器", "chuangmo.ui": "页面内容",
    "chuangmo.cli": "命令行", "chuangmo.exports": "生成文件", "chuangmo.exhibits": "图表与结论",
    "chuangmo.service": "业务", "chuangmo.charts": "画图", "loaders": "读表",
    "chuangmo.assess": "判断", "chuangmo.store": "存储", "chuangmo.catalog": "目录",
    "chuangmo.access": "权限与门",
}  # fmt: skip
#: Rooms inside the reading of workbooks.
READING = {
    "loaders.staging": "总流程", "loaders.returning": "退回的表", "loaders.checking": "核对",
    "loaders.extracting": "取读数", "loaders.forms": "已知表样", "loaders.binding": "地点时段指标",
    "loaders.tables": "找表、认列", "loaders.words": "词、数、时间", "loaders.opening": "打开文件",
    "loaders.diagnostics": "诊断", "loaders.model": "传递的值",
}  # fmt: skip
_BOX, _GAP, _ROW, _MARGIN, _PANEL = (132, 46), 22, 88, 30, 60
Graph = dict[str, set[str]]


def imports_of(path: Path) -> set[str]:
    """Dotted names that a file imports, modules and names alike."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room_of(name: str, rooms: Iterable[str]) -> str | None:
    """The room that a module or name belongs to."""
    homes = [room for room in rooms if name == room or name.startswith(f"{room}.")]
    return max(homes, key=len, default=None)


def rooms_graph(rooms: Mapping[str, str]) -> Graph:
    """Room to the rooms it imports."""
    graph: Graph = {room: set() for room in rooms}
    for top in ("app.py", "pages", "chuangmo", "loaders"):
        place = ROOT / top
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if (room := room_of(name, rooms)) is not None:
                asked = {room_of(other, rooms) for other in imports_of(path)}
                graph[room] |= {one for one in asked if one is not None and one != room}
    return graph


def levels(graph: Graph) -> dict[str, int]:
    """Height of each room: one more than the highest room it imports.

    Raises:
        RecursionError: rooms import one another in a circle.
    """

    def height(room: str) -> int:
        return 1 + max((height(other) for other in graph[room]), default=-1)

    return {room: height(room) for room in graph}


def reduced(graph: Graph) -> Graph:
    """The graph without the arrows that follow from others."""

    def reach(room: str) -> set[str]:
        return graph[room] | {far for near in graph[room] for far in reach(near)}

    return {
        room: {one for one in near if not any(one in reach(other) for other in near - {one})}
        for room, near in graph.items()
    }


def _panel(rooms: Mapping[str, str], left: int, title: str) -> tuple[list[str], int, int]:
    """Shapes of one panel, its right edge and its bottom."""
    graph = rooms_graph(rooms)
    heights = levels(graph)
    top = max(heights.values())
    rows = [[r for r in rooms if heights[r] == level] for level in range(top, -1, -1)]
    widest = max(map(len, rows))
    width = widest * (_BOX[0] + _GAP) - _GAP
    place: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(rows):
        start = left + (width - (len(row) * (_BOX[0] + _GAP) - _GAP)) / 2
        for n, room in enumerate(row):
            place[room] = (start + n * (_BOX[0] + _GAP), _PANEL + number * _ROW)
    shapes = [f'<text x="{left}" y="{_MARGIN}" class="t">{escape(title)}</text>']
    for room, near in reduced(graph).items():
        for other in sorted(near):
            (x1, y1), (x2, y2) = place[room], place[other]
            half = _BOX[0] / 2
            shapes.append(
                f'<line x1="{x1 + half:.0f}" y1="{y1 + _BOX[1]:.0f}" '
                f'x2="{x2 + half:.0f}" y2="{y2 - 3:.0f}" marker-end="url(#a)"/>'
            )
    for room, (x, y) in place.items():
        middle = x + _BOX[0] / 2
        name = room.removeprefix("chuangmo.").removeprefix("loaders.")
        shapes.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{_BOX[0]}" height="{_BOX[1]}" rx="6"/>'
        )
        shapes.append(f'<text x="{middle:.0f}" y="{y + 19:.0f}" class="n">{escape(name)}</text>')
        shapes.append(f'<text x="{middle:.0f}" y="{y + 37:.0f}" class="w">{rooms[room]}</text>')
    return shapes, left + width, _PANEL + len(rows) * _ROW


def drawing() -> str:
    """The picture as SVG text."""
    first, right, low = _panel(HOUSE, _MARGIN, "整座房子：箭头从提问的一方指向回答的一方")
    second, edge, lower = _panel(READING, right + 2 * _PANEL, "loaders 里面")
    size = f"{edge + _MARGIN} {max(low, lower)}"
    style = (
        "text{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1f2933}"
        ".t{font-size:16px;font-weight:600}.n{font-size:14px;text-anchor:middle;font-weight:600}"
        ".w{font-size:12px;text-anchor:middle;fill:#52606d}"
        "rect{fill:#f5f7fa;stroke:#7b8794}line{stroke:#9aa5b1;stroke-width:1.4}"
    )
    arrow = (
        '<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#7b8794"/></marker>'
    )
    body = "\n".join([*first, *second])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">\n<style>{style}</style>\n'
        f'<defs>{arrow}</defs>\n<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>\n'
        f"{body}\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8")
