"""Streamlit's own words in Chinese: exact pieces of the scripts of the pinned release.

Streamlit has no translations. Every piece is a whole string literal of a script; a test looks
each of them up in the installed release, so that an upgrade which moves one is noticed.
"""

Words = tuple[tuple[str, str], ...]


def _literals(pairs: dict[str, str]) -> Words:
    """Strings as the bundled scripts write them, between backticks."""
    return tuple((f"`{english}`", f"`{chinese}`") for english, chinese in pairs.items())


_FRAME = _literals({
    "Running...": "正在计算……", "Stop": "停止", "Stopping...": "正在停止……", "Rerun": "重新计算",
    "Always rerun": "总是重新计算", "File change.": "程序文件有改动。",
    "Connecting": "正在连接", "Connecting to Streamlit server": "正在连接看板服务",
    "Connection error": "连接不上看板", "Page not found": "没有这个页面",
    "You have requested page /${e}, but no corresponding file was found in the app's"
    " pages/ directory": "看板里没有页面 /${e}",
    "The page that you have requested does not seem to exist": "您要的页面不存在",
    "${t}. Running the app's main page.": "${t}。已转到总览。",
    "Main menu": "主菜单", "Print": "打印", "Clear cache": "清除缓存", "About": "关于",
    "Please wait...": "请稍候……", "Expand sidebar": "展开侧栏", "Collapse sidebar": "收起侧栏",
    "App pages": "页面", "Scroll tabs left": "标签向左", "Scroll tabs right": "标签向右",
    "Navigate to home page": "回到总览", "Script execution error": "页面出了故障",
    "Close": "关闭", "View less": "收起", "View ${x-m} more": "另有 ${x-m} 个", "Deploy": "部署",
    "${i.flat().length} more": "另 ${i.flat().length} 项",
    "Cancel": "取消", "view less": "收起", "view more": "展开", "Notifications": "通知",
    "Sidebar": "侧栏", "Skip to main content": "跳到正文",
})  # fmt: skip
#: Said when the board does not answer, or no longer knows the login.
_CONNECTION: Words = (
    ("bO=`Error`", "bO=`出错`"),
    *_literals({
        "Connecting to static app": "正在打开看板",
        "Unable to connect to Streamlit server": "连接不上看板服务",
        "Connection timed out.": "连接超时，请稍后刷新页面。",
        "Bad message format": "看板的消息没有读懂，请刷新页面",
        "Streamlit server is not responding. Are you connected to the internet?":
            "看板没有应答。请检查网络；仍不行，请告诉管理员。",
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in"
        " your terminal:": "看板没有应答，可能已经停止。在本机运行看板的，请重新启动：",
        "streamlit run yourscript.py": "双击启动程序，或在安装目录运行启动命令",
        "Cannot connect to Streamlit (HTTP status: 403).\n\nIf you are trying to access a Streamlit"
        " app running on another server, this could be due to the app's [CORS](${rD}) settings.":
            "看板不接受这个地址的访问（代码 403）。请用管理员给您的地址打开。${rD&&''}",
    }),
    (
        "`Connection failed with status ${r}${s?`, and response:`:`.`}`",
        "`登录已失效，或看板没有应答（代码 ${r}）。请刷新页面${s?`；看板的答复：`:`。`}`",
    ),
)  # fmt: skip
_TABLE = _literals({
    "Download as CSV": "下载为 CSV", "Search": "查找", "Type to search": "输入要查找的字",
    "Close Search": "关闭查找", "Next Result": "下一处", "Previous Result": "上一处",
    "Show/hide columns": "显示或隐藏列", "Select all": "全选", "Sort ascending": "从小到大",
    "Sort descending": "从大到小", "Pin column": "固定此列", "Unpin column": "取消固定",
    "Hide column": "隐藏此列", "Autosize": "自动列宽", "Copy column name": "复制列名",
    "Statistics": "统计", "Format": "显示格式", "Automatic": "自动", "Localized": "按本地习惯",
    "Plain": "原样", "Compact": "缩写", "Dollar": "美元", "Euro": "欧元", "Yen": "日元",
    "Percent": "百分数", "Scientific": "科学记数", "Accounting": "会计格式", "Distance": "距今",
    "Duration": "时长", "Calendar": "日历", "No data": "没有数据", "Count": "个数",
    "Distinct": "不同值", "Average": "平均", "Median": "中位数", "Minimum": "最小",
    "Maximum": "最大", "Sum": "合计", "Standard deviation": "标准差", "Empty": "空白",
    "Average length": "平均字数", "Minimum length": "最少字数", "Maximum length": "最多字数",
    "Based on sample": "按抽样计", "Values": "数值", "Add row": "添加一行",
    "Delete row(s)": "删除所选行", "Clear selection": "取消选择", "Loading...": "正在读取……",
    "Select...": "请选择", "No options": "没有可选项", "Invalid input.": "填写的内容不对。",
    "Failed to load data": "数据没有读出", "Dataframe column menu": "列的菜单",
    "Button action menu": "操作菜单",
})  # fmt: skip
_UPLOADER = _literals({
    "Upload": "选择文件", "Upload directories": "选择文件夹", "Add files": "再选文件",
    "Drag and drop a file here": "把文件拖到这里", "Drag and drop files here": "把文件拖到这里",
    "Drag and drop directories here": "把文件夹拖到这里",
    "${T(t,D.Byte,0)} per file": "每个文件不超过 ${T(t,D.Byte,0)}",
    " • ${S(e)}": "；类型：${S(e)}",
})  # fmt: skip
_FULL = _literals({"Fullscreen": "全屏", "Close fullscreen": "退出全屏"})

#: First part of a script's file name (before the hash) to what is replaced in it.
SCRIPTS: dict[str, Words] = {
    "index": (*_FRAME, *_CONNECTION, ("`Shortcut ${l}`", "`快捷键 ${l}`")),
    "DataFrame": _TABLE,
    "FileUploader": _UPLOADER,
    "Toolbar": _FULL,
    "PlotlyChart": _FULL,
    "utils": (("n.map(mt).join(`, `)", "n.map(mt).join(`、`)"), *_literals({
        "Click to retry upload": "点这里重新上传", "File size is too small.": "文件太小。",
        "Only one file is allowed.": "一次只能选一个文件。", "Too many files": "文件太多",
        "Upload failed": "没有传上来", "Unexpected error. Please try again.": "出了故障，请重试。",
        "Choose options": "请选择", "Choose an option": "请选择", "Error: ": "出错：",
        "No options to select": "没有可选项", "Remove ${e.name}": "移除 ${e.name}",
        "Cancel upload of ${e.name}": "取消上传 ${e.name}",
        "File must be ${$(n,`b`)} or smaller.": "文件不能大于 ${$(n,`b`)}。",
        "${t.type} files are not allowed.": "不收 ${t.type} 类型的文件。",
    })),
    "InputInstructions": (
        ("`submit form`", "`提交`"), ("`apply`", "`确定`"),
        ("+Enter to ${e}`", "+回车键${e}`"), ("`Press ${r()", "`按 ${r()"),
        ("`Press Enter to ${e}`", "`按回车键${e}`"),
    ),
    "Selectbox": _literals({
        "No results": "没有符合的", "Open": "展开", "Clear value": "清空",
        "Selectbox options": "可选项",
    }),
    "Multiselect": _literals({
        "No results": "没有符合的", "Open": "展开", "Clear all": "全部清空", "Select all": "全选",
        "Multiselect options": "可选项", "Selected values": "已选",
    }),
    "DateInput": (("locale:`en-US`", "locale:`zh-CN`"), *_literals({
        "${ce} start date": "${ce} 起始日期", "${ce} end date": "${ce} 截止日期",
        "Date range": "起止日期",
        "Choose date": "选择日期", "Choose date range": "选择起止日期", "Clear date": "清空日期",
        "Clear dates": "清空日期", "Quick select a date range": "快捷选择", "Select...": "请选择",
        "Use arrow keys to navigate dates. Enter to select. Escape to close.":
            "用方向键移动日期，回车键选定，退出键关闭。",
    })),
    "ReorderedSegments": (
        ('"aria-label":`Next month`', '"aria-label":`下个月`'),
        ('"aria-label":`Previous month`', '"aria-label":`上个月`'),
        *_literals({
            "Past Week": "最近一周", "Past Month": "最近一个月", "Past 3 Months": "最近三个月",
            "Past 6 Months": "最近半年", "Past Year": "最近一年", "Past 2 Years": "最近两年",
        }),
    ),
    "NumberInput": _literals({
        "Increment": "增加", "Decrement": "减少", "Clear value": "清空",
    }),
    "TextInput": _literals({
        "Clear entry": "清空", "Show password": "显示密码", "Hide password": "隐藏密码",
    }),
    "Pagination": _literals({
        "Next page": "下一页", "Previous page": "上一页", "Pagination": "翻页",
    }),
    "DownloadButton": _literals({"Download failed": "没有下载成功"}),
    "StreamlitMarkdown": _literals({
        "Link to heading": "指向此标题的链接", "Help": "说明", "Network issue": "网络故障",
    }),
    "useCopyToClipboard": _literals({"Copied": "已复制", "Copy to clipboard": "复制"}),
    "requiredField": _literals({"This field is required.": "这一项必填。"}),
}  # fmt: skip

#: Not a word but a reason: what a refusal says stands in its text, and the uploader shows that
#: instead of a bare number.
REASONS: dict[str, Words] = {
    "axios": (
        ("this.name=`AxiosError`,this.isAxiosError", "this.name=`没有收下`,this.isAxiosError"),
        (
            "new U(`Request failed with status code `+n.status,",
            "new U(typeof n.data=='string'&&n.data?n.data.slice(0,200):`没有成功，代码 `+n.status,",
        ),
    ),
}

#: What is replaced in the one page that Streamlit sends for every address.
PAGE: Words = (
    ('<html lang="en">', '<html lang="zh-CN">'),
    ("<title>Streamlit</title>", "<title>创模看板</title>"),
    (
        "<p>You need to enable JavaScript to run this app.</p>",
        "<p>请在浏览器中允许运行 JavaScript，然后重新打开创模看板。</p>",
    ),
)
