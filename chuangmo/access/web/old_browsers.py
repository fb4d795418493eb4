"""Which browsers the board needs, and what one that is too old is told."""

#: The oldest Chromium that the board was tried on and runs on; table in ``docs/安装.md``.
KERNEL = 103
#: In browsers with two engines these choose the one of Chromium.
METAS = (
    '<meta name="renderer" content="webkit">'
    '<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">'
)
TOO_OLD = "这个浏览器太旧，打不开看板。"
#: What to take instead.
BETTER = (
    f"Chrome、Edge 或别的 Chromium 内核 {KERNEL} 以上的浏览器（Windows 7 可用 Chrome 109）",
    "360 安全浏览器 14 以上、360 极速浏览器 X 22 以上，用极速模式，不用兼容模式",
    f"奇安信可信浏览器、统信和麒麟自带的浏览器，内核 {KERNEL} 以上的版本",
    "Firefox 115 以上",
)
