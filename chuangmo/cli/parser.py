"""The words of the command line: every command and option of the contract."""

import argparse
import re
from typing import Any, NoReturn

from chuangmo.assess.verdicts.display import ONLY_SHOWN, ROUNDINGS
from chuangmo.cli.annotating import add_annotation_parsers
from chuangmo.cli.cities import add_city_parsers
from chuangmo.cli.clerk import add_parsers
from chuangmo.cli.data import add_data_parsers
from chuangmo.cli.district_assessment import add_assessment_parsers
from chuangmo.cli.exporting import add_export_parsers
from chuangmo.cli.grading import KINDS
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.province import add_province_parsers
from chuangmo.cli.reviewing import add_review_parsers
from chuangmo.cli.snapshots import add_snapshot_parsers
from chuangmo.cli.supervising import add_parsers as add_supervision_parsers
from chuangmo.cli.targets import add_form_options
from chuangmo.cli.targets import add_parsers as add_target_parsers
from chuangmo.cli.upkeep import add_upkeep_parsers
from chuangmo.cli.users import add_user_parsers
from chuangmo.service.decisions.changing import RESULTS
from chuangmo.service.figures.ranking import IMPROVEMENT, LEVEL
from chuangmo.status import LINE_WORD, TARGET

#: What argparse says, in Chinese.
_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument ([^:]+): ", r"\1："),
    (r"invalid choice: (\S+) \(choose from (.*)\)", r"\1 不在可选之列（\2）"),
    (r"expected one argument", "后面要写一个值"),
    (r"expected at least one argument", "后面至少要写一个值"),
    (r"invalid int value: (.*)", r"\1 不是整数"),
)
LINES = ("standard", "scheme", "target")
#: Looking commands: help, required options, optional options.
_LOOKING = {
    "mean": ("一个地区或点位的均值", ("--indicator", "--period"),
             ("--area", "--site", "--unit", "--as-of")),
    "assess": ("达标判断", ("--period",),
               ("--as-of", "--scheme", "--standard", "--area", "--indicator")),
    "outlook": ("年度推演", ("--indicator", "--period", "--as-of"), ("--area",)),
    "attribute": ("差距来自哪些月份和区县", ("--indicator", "--period"), ("--area", "--as-of")),
    "rank": ("区县排名", ("--indicator", "--period"), ("--group", "--as-of")),
    "grade": ("噪声等级、断面水质类别、记分试算", ("--period",), ("--area", "--as-of")),
    "scheme": ("创模体系逐项对照", ("--period",), ("--scheme", "--as-of")),
    "trace": ("一个数来自哪些单元格", ("--indicator", "--period"), ("--area", "--site")),
    "observations": ("监测值明细", (),
                     ("--indicator", "--area", "--site", "--period", "--kind")),
    "batches": ("批次", (), ()),
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """argparse with Chinese errors raised instead of printed."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in _ERRORS:
            message = re.sub(pattern, words, message)
        raise UsageError(f"命令行：{message}。用 --help 查看写法。")


def parser() -> argparse.ArgumentParser:
    """All commands and options of the contract."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", help="数据目录（默认 data/store 或 CHUANGMO_HOME）")
    shared.add_argument("--city", help="城市（默认 CHUANGMO_CITY、数据目录自己的城市、lanzhou）")
    shared.add_argument("--json", action="store_true", help="标准输出只有一个 JSON 对象")
    shared.add_argument("--by", help="以谁的名义（默认登录名）")
    top = _Parser(prog="python -m chuangmo", description="创模看板命令行", parents=[shared])
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _import_parser(commands, shared)
    _look_parsers(commands, shared)
    _change_parsers(commands, shared)
    _decision_parsers(commands, shared)
    add_parsers(commands, shared)
    add_supervision_parsers(commands, shared)
    add_snapshot_parsers(commands, shared)
    add_export_parsers(commands, shared)
    add_data_parsers(commands, shared)
    add_upkeep_parsers(commands, shared)
    add_user_parsers(commands, shared)
    add_target_parsers(commands, shared)
    add_assessment_parsers(commands, shared)
    add_city_parsers(commands, shared)
    add_review_parsers(commands, shared)
    add_annotation_parsers(commands, shared)
    add_province_parsers(commands, shared)
    return top


def _options(found: Any, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> Any:
    for option in required:
        found.add_argument(option, required=True)
    for option in optional:
        found.add_argument(option)
    return found


def _import_parser(commands: Any, shared: argparse.ArgumentParser) -> None:
    found = commands.add_parser("import", parents=[shared], help="导入文件或文件夹")
    found.add_argument("files", nargs="+", metavar="FILE")
    hints = ("--name", "--area", "--site", "--indicator", "--unit", "--period", "--reason")
    _options(found, optional=hints)
    found.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
    found.add_argument("--set-aside-errors", action="store_true")
    found.add_argument("--dry-run", action="store_true")


def _look_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    made = {
        name: _options(commands.add_parser(name, parents=[shared], help=words), must, may)
        for name, (words, must, may) in _LOOKING.items()
    }
    made["mean"].add_argument("--grain", choices=("auto", "hour", "day", "month"), default="auto")
    for name in ("mean", "assess"):
        made[name].add_argument("--dust", choices=("keep", "remove"), default="keep")
        words = f"修约的显示方式（{ONLY_SHOWN}）"
        made[name].add_argument("--rounding", choices=ROUNDINGS, default="even", help=words)
    made["rank"].add_argument(
        "--order", choices=(LEVEL, IMPROVEMENT), default=LEVEL, help="按现状或按比去年同期的改善"
    )
    made["grade"].add_argument("--kind", choices=KINDS, help="默认噪声与断面；score 为参考试算")
    for name in ("outlook", "attribute"):
        made[name].add_argument("--line", choices=LINES)
    found = commands.add_parser("catalog", parents=[shared], help="检查目录数据")
    found.add_argument("action", choices=("check",))


def _change_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    for name, words in (("withdraw", "撤回批次"), ("restore", "恢复批次")):
        found = commands.add_parser(name, parents=[shared], help=words)
        found.add_argument("batch", type=int)
        found.add_argument("--reason", required=True)
    commands.add_parser("demo", parents=[shared], help="装入演示数据")


def _decision_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    def actions(name: str, words: str) -> Any:
        found = commands.add_parser(name, help=words)
        below = found.add_subparsers(dest="action", required=True, metavar="ACTION")
        below.add_parser("list", parents=[shared], help="列出")
        return below

    found = actions("target", LINE_WORD[TARGET]).add_parser(
        "set", parents=[shared], help="登记目标"
    )
    _options(found, ("--indicator", "--area", "--document"), ("--limit", "--unit"))
    found.add_argument("--year", type=int, required=True, help="所判断的年份；规划写终点年")
    found.add_argument("--operator", choices=("<=", ">=", "<", ">", "=="))
    add_form_options(found)
    items = actions("item", "创模体系的人工项")
    found = items.add_parser("set", parents=[shared], help="登记一项的结果及其文件")
    _options(found, ("--scheme", "--item", "--document"))
    found.add_argument("--year", type=int, required=True)
    found.add_argument("--result", choices=RESULTS, required=True)
    found.add_argument("--value", default="")
    found.add_argument("--note", default="")
    layouts = actions("layout", "版式")
    found = layouts.add_parser("accept", parents=[shared], help="记住一种版式及其回答")
    found.add_argument("fingerprint", metavar="FINGERPRINT")
    found.add_argument("--column", action="append", default=[], metavar="表头=指标")
    dust = actions("dust", "沙尘日")
    found = dust.add_parser("add", parents=[shared], help="登记一天或首日..末日")
    found.add_argument("--period", required=True)
    found.add_argument("--document", default="")
    found.add_argument("--note", default="")
    _options(dust.add_parser("remove", parents=[shared], help="撤销登记"), ("--period",))
