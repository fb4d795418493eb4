"""The 说明 of every page: what it answers, how to read it, and its words from ``GLOSSARY.md``."""

from dataclasses import dataclass
from functools import cache

import streamlit as st

from chuangmo.settings import ROOT
from chuangmo.status import REFERENCE, STATUS_WORD
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Safe, chem, text

_STATES = tuple(word for status, word in STATUS_WORD.items() if status != REFERENCE)
_LINES = ("国家标准", "创模体系", "年度目标", "限值", "待核", "演示 / 推算")


@dataclass(frozen=True)
class Explained:
    """What is said about one page: the question it answers, how it is read, which words."""

    answers: str
    reading: str
    words: tuple[str, ...]


#: By the title of the page.
PAGES = {
    "总览": Explained(
        "全市今年到所选月份为止，哪些指标达标、哪些有风险或尚难判断、哪些已经未达标。",
        "先读最上面一句结论，再看四张卡片；矩阵从重到轻排列，点任一格看依据与原始单元格。"
        "换月份、扣沙口径、评价线后，地址栏的链接随之改变，发给别人看到的是同一画面。",
        (*_STATES, *_LINES),
    ),
    "会议模式": Explained(
        "把总览放到投影上，一屏一个结论，从重到轻。",
        "左右方向键翻屏，Esc 键退出；浏览器的 F11 键可去掉地址栏。",
        _STATES,
    ),
    "指标": Explained(
        "一项指标在一个地方的走势、限值、排名和原始单元格。",
        "柱为各月，线为当年累计；横线为各条限值，限值变动处成台阶。“表”一栏是同样的数，"
        "“口径与依据”一栏写明算法与出处，并可一直查到原件的单元格。",
        (*_LINES, "口径", "有效性", "同比 / 环比", "点位", "原件"),
    ),
    "区县": Explained(
        "一个区县的全部指标：离限值多远，在全市第几，年底前还要做到什么。",
        "每行按本行极值缩放，竖线为限值，左侧总是较好；灰点为其他区县，菱形为全市。可直接打印。",
        (*_STATES, "限值", "有效性"),
    ),
    "任务": Explained(
        "锅炉改造等任务完成多少，比时序进度快还是慢，哪些还没有开工。",
        "时序进度按日历天数折算；虚线延伸为按近三个月速度推到年底的结果。下方是逐项清单。",
        ("年度目标", "台账条目", "有风险", "完成", "未完成", "演示 / 推算"),
    ),
    "地图": Explained(
        "所选指标在各区县的高低分布。",
        "限值是分级的一个断点；拖动月份滑块看变化；旁边的表是同样的数。地图为示意图。",
        ("区县", "限值", "达标", "未达标", "数据不足"),
    ),
    "年度推演": Explained(
        "剩下的月份平均须控制在多少，全年才能达到限值、完成目标；差距来自哪些月份、哪些区县。",
        "拖动滑块假设后几个月的数值，结果立即改变；近三年同期只作参照，不是预测。",
        ("预计达标", "尚难判断", "有风险", "判断依据", "限值", "有效性", "同比 / 环比"),
    ),
    "创模清单": Explained(
        "按所选创模体系版本，各项考核指标的要求、结果、责任单位和近三年情况。",
        "能由监测值算出的自动判断；定性条目和年度目标在这里录入，录入时写明文号。",
        ("创模体系", "年度目标", "待核", *_STATES),
    ),
    "考核": Explained(
        "各区县这一年考核得多少分、排第几、哪一等，分扣在哪里、为什么。",
        "由数据评分的项目只评已结束的年份，每一处扣分写明规则和结论；管理类的分、加减分、一票否决按文件登记。"
        "数据不足、没有登记的是未评，不是 0 分，有未评的区县不排名。旁边是上报得分。",
        ("考核记分表", "按文件登记的得分", "未评", "年度目标", "待核", "区县"),
    ),
    "督办": Explained(
        "落后的指标、督查和信访等查出的问题，由谁负责、采取什么措施、何时完成、办到哪一步。",
        "“待立项”由未达标、未完成的判断自动列出，有风险的另选才列；其他问题作为整改事项立项，也可用工作簿导入。"
        "立项、反馈、核查、延期、销号都记下是谁、何时、为何；反馈或核查的人不能自己销号。",
        ("有风险", "未达标", "未完成", "指标", "区县"),
    ),
    "导出中心": Explained(
        "把图表带走：PPT、Excel、Word、PDF、图片，例会材料，以及为会议定稿的快照。",
        "在各页点“加入导出”，在这里排次序、改标题、选格式，点“生成文件”后下载，每次都记入审计。"
        "定稿的内容不再变；此后哪些数变了、由哪个批次引起，会在快照上方列出。",
        ("批次", "限值", "演示 / 推算"),
    ),
    "数据地址": Explained(
        "Excel 的“自网站”、省平台等按哪个地址取本看板的数，怎样带令牌，数据可以怎样用。",
        "每个视图一行，点 csv、json、parquet 直接取所选月份的；"
        "地址里不写 period 就是已发布的最新月份。"
        "生成的令牌只显示一次；看得到什么与本人打开页面时相同，每次取数都记入审计。",
        ("数据地址", "数据令牌", "限值", "演示 / 推算"),
    ),
    "上传": Explained(
        "把月报原样交进来，核对之后入库。",
        "依次为选文件、识别、对应、校验、确认差异；最后一步确认之前不写入任何数据。"
        "有错误须先改正，提醒须说明理由。选好的文件、回答和理由随时存为草稿，离开、刷新、隔夜都在，只有您自己看得到。",
        ("月报", "草稿", "表样", "批次", "原件", "限定", "已入库", "无变化", "待回答", "不收"),
    ),
    "批次与溯源": Explained(
        "导入过哪些文件，一个数来自哪个单元格，谁还没有报。",
        "批次可撤回，也可恢复，都须写明理由；原件一直保留，可以下载核对。",
        ("批次", "原件", "登记簿", "单元格", "监测值", "已入库", "已撤回"),
    ),
    "审核": Explained(
        "各区县交来的文件，哪些等着审，通过以后会改动什么；哪些月份已经发布。",
        "先看与现有数据的差异、通过后判断有无变化、提醒和提交人的理由，再看同一时段其他区县的数和原表；"
        "可以一次通过几个，退回的必须写明理由，交表的区县会看到。发布一个月，就是把全部数字冻结下来，"
        "查看的人先看到它；其后的更正逐项列出。",
        ("待审核", "已退回", "批次", "单元格", "登记簿"),
    ),
    "消息": Explained(
        "按您的角色和区县，有哪些事该知道：文件被退回、等审核、逾期未报、判断变差、督办到期、缺少目标、月份发布。",
        "未读的在前，点“打开”到办这件事的地方；办完了消息自己消失。已读与否只记您自己的。",
        ("待审核", "已退回", "区县", "批次", "年度目标"),
    ),
    "搜索": Explained(
        "按名称找区县、指标、月份、页面、批次和文件，每一项都通到它所在的地方。",
        "任意一页上按 / 键到这里。几个词之间空一格，每个词都要有；区县和指标一起写，"
        "就到那个区的那项指标。",
        ("区县", "批次"),
    ),
    "口径与标准": Explained(
        "判断所用的限值、指数、等级与修约规则，与程序实际使用的是同一份。",
        "标有“待核”的限值尚未对照正式文本。",
        ("国家标准", "创模体系", "年度目标", "口径", "有效性", "级 / 类", "待核", "演示 / 推算"),
    ),
    "设置我的城市": Explained(
        "把看板设成自己的城市：区县、标准、点位、责任单位、报送要求、目标。",
        "一步一步来，每一步都可以以后再补；选定城市之后看板就能用。每一次保存都登记，可以撤回。"
        "演示数据原样移到旁边的文件夹，不与本市数据混在一起。",
        ("区县", "点位", "创模体系", "年度目标", "登记簿"),
    ),
    "设置": Explained(
        "本市在看板上怎样设置：区县、点位、断面、目标、谁报什么、责任单位、体系与标准。",
        "工作簿里一行是一条，改哪格就改哪项；随程序发行的条目可以改写，不能撤去。"
        "上传后先列出差异和错处，确认之前不写入；“改动记录”里的每一次都可以撤销。",
        ("本市设置", "责任单位", "区县", "点位", "创模体系", "登记簿"),
    ),
    "用户与权限": Explained(
        "谁可以登录，能做什么，限哪些区县。",
        "账号只停用、不删除；角色或密码一变，已有的登录立即失效。",
        ("区县", "批次"),
    ),
    "审计": Explained(
        "谁在何时做了什么，成功与否。",
        "各条记录前后相扣，改动或缺少任何一条，核对时都会指出。",
        ("登记簿", "批次", "目录"),
    ),
}  # fmt: skip


@cache
def glossary() -> dict[str, str]:
    """Every word of ``GLOSSARY.md`` with its meaning, as they stand in its tables."""
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    found = {row[0]: row[-1].replace("`", "") for row in rows if len(row) >= 2}
    return {word: said for word, said in found.items() if word.strip("-") and word != "中文"}


def show_help(title: str) -> None:
    """The button 说明 with what the page answers and what its words mean."""
    with st.popover("说明", type="tertiary", key="help"):
        st.html(_said(title))


@cache
def _said(title: str) -> str:
    about = PAGES[title]
    answers = html.wrap(f"<p><b>{text(about.answers)}</b></p><p>{text(about.reading)}</p>")
    words = html.reachable(_list(about.words), "cm-words", f"{title}页的用词")
    return html.stack(answers, words)


def _list(words: tuple[str, ...]) -> Safe:
    known = glossary()
    rows = "".join(f"<div><dt>{text(w)}</dt><dd>{chem(known[w])}</dd></div>" for w in words)
    return Safe(f"<dl>{rows}</dl>")
