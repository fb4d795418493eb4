"""The pages at the door as plain HTML in the board's own colours; no script is needed."""

import html
import tomllib
from base64 import b64encode
from functools import cache
from urllib.parse import quote

from chuangmo.access.requests import SECOND_FACTOR_ROUTE, SIGN_ON_ROUTE
from chuangmo.access.sign_on.settings import SignOn
from chuangmo.access.web.old_browsers import BETTER, METAS, TOO_OLD
from chuangmo.settings import ROOT

_CSS = """
:root{%(light)s}
@media (prefers-color-scheme:dark){:root{%(dark)s}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;
justify-content:center;padding:24px 16px;background:var(--panel);color:var(--text);
font:16px/1.6 %(font)s}
main{width:100%%;max-width:380px;background:var(--bg);border:1px solid var(--line);
border-top:3px solid var(--primary);border-radius:4px;padding:26px 26px 28px}
h1{font-size:22px;font-weight:600;margin:0 0 2px}
.sub{margin:0 0 18px;font-size:14px;color:var(--mute)}
label{display:block;font-size:14px;margin:14px 0 4px}
input{width:100%%;font:inherit;padding:9px 11px;border:1px solid var(--strong);border-radius:4px;
background:var(--bg);color:var(--text)}
input:focus,button:focus,a:focus{outline:2px solid var(--primary);outline-offset:1px}
button,.way{width:100%%;margin-top:22px;padding:10px;font:inherit;font-weight:600;
border:1px solid var(--button);border-radius:4px;background:var(--button);color:#fff;cursor:pointer}
.way{display:block;margin-top:14px;text-align:center;text-decoration:none;background:var(--bg);
color:var(--link)}
.bad{margin:0 0 4px;padding:8px 12px;border-radius:4px;font-size:14px;
background:var(--bad-tint);color:var(--bad)}
.due{margin:0 0 4px;padding:8px 12px;border:1px solid var(--strong);border-radius:4px;
font-size:14px}
.foot{margin:18px 0 0;font-size:13px;color:var(--mute)}
a{color:var(--link)}
.old{max-width:380px;margin:0 0 16px;padding:8px 12px;font-size:14px;border:1px solid var(--strong)}
@supports (color:hwb(0 0%% 0%%)){.old{display:none}}
"""
_NAMES = {
    "bg": "backgroundColor", "panel": "secondaryBackgroundColor", "text": "textColor",
    "line": "borderColor", "strong": "grayColor", "mute": "dataframeHeaderTextColor",
    "primary": "primaryColor", "button": "primaryColor", "link": "linkColor",
    "bad": "redTextColor", "bad-tint": "redBackgroundColor",
}  # fmt: skip
_OLD = (
    f'<p class="old">{TOO_OLD}请换用：{"；".join(BETTER)}。</p>'
    '<noscript><p class="foot">登录不需要 JavaScript，登录后的看板需要，请在浏览器设置里打开。</p>'
    "</noscript>"
)


@cache
def _style() -> str:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    theme = tomllib.loads(text)["theme"]
    tokens = {
        mode: "".join(f"--{ours}:{theme[mode][theirs]};" for ours, theirs in _NAMES.items())
        for mode in ("light", "dark")
    }
    return _CSS % (tokens | {"font": theme["font"]})


@cache
def _icon() -> str:
    """The icon inside the page: without one, browsers ask for it and are turned away."""
    icon = (ROOT / "chuangmo" / "assets" / "icon.png").read_bytes()
    return f'<link rel="icon" href="data:image/png;base64,{b64encode(icon).decode()}">'


def door_page(title: str, sub: str, body: str) -> str:
    """A page at the door; ``body`` is HTML, the other two are text."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{METAS}{_icon()}<title>{title} · 创模看板</title><style>{_style()}</style></head>"
        f"<body>{_OLD}"
        f'<main><h1>创模看板</h1><p class="sub">{html.escape(sub)}</p>{body}</main></body></html>'
    )


def door_form(action: str, token: str, fields: str, button: str, said: str = "") -> str:
    """A form with its token and one button; ``said``: what was wrong with the last try."""
    bad = f'<p class="bad" role="alert">{html.escape(said)}</p>' if said else ""
    return (
        f'<form method="post" action="{action}">{bad}'
        f'<input type="hidden" name="form" value="{html.escape(token)}">{fields}'
        f'<button type="submit">{button}</button></form>'
    )


def password_field(name: str, label: str, complete: str) -> str:
    """A field for a password; ``complete`` tells the browser which one."""
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="password" '
        f'autocomplete="{complete}" required maxlength="128">'
    )


def login_page(
    token: str, onward: str, *, name: str = "", said: str = "", sign_on: SignOn | None = None
) -> str:
    """Name and password.

    Args:
        token: of the form, against requests from other sites.
        onward: path to go to afterwards. said: what was wrong with the last try.
        sign_on: the office's own sign-on, offered beside.
    """
    fields = (
        f'<input type="hidden" name="next" value="{html.escape(onward)}">'
        '<label for="name">用户名</label><input id="name" name="name" autocomplete="username" '
        f'required autofocus maxlength="64" autocapitalize="none" value="{html.escape(name)}">'
        + password_field("password", "密码", "current-password")
    )
    body = door_form("/login", token, fields, "登录", said)
    if sign_on is not None:  # by the board's own name: its cookie must be there on the way back
        way = f"{sign_on.board}{SIGN_ON_ROUTE}?next={quote(onward)}"
        body += f'<a class="way" href="{html.escape(way)}">用{html.escape(sign_on.title)}登录</a>'
    return door_page("登录", "请登录", body + '<p class="foot">忘记密码请找管理员重设。</p>')


def password_page(token: str, name: str, said: str = "", *, due: str = "", history: int = 0) -> str:
    """The owner's change of password.

    Args:
        said: what was wrong with the last try.
        due: why nothing else can be done before; the way on is then to log out.
        history: how many former passwords may not come again.
    """
    former = f"；不能与最近 {history} 个相同" if history else ""
    asked = f"新密码（至少 10 个字符，大小写字母、数字、其他字符中至少三类{former}）"
    fields = (
        password_field("old", "原密码", "current-password")
        + password_field("new", asked, "new-password")
        + password_field("again", "再输一次新密码", "new-password")
    )
    body = door_form("/password", token, fields, "修改密码", said)
    way = '<a href="/logout">退出</a>' if due else '<a href="/">返回看板</a>'
    why = f'<p class="due">{html.escape(due)}</p>' if due else ""
    factor = "" if due else f'<a href="{SECOND_FACTOR_ROUTE}">动态口令</a> · '
    back = f'<p class="foot">修改后，其他地方的登录全部失效。{factor}{way}</p>'
    return door_page("修改密码", f"修改 {name} 的密码", why + body + back)


def logout_page(token: str, name: str, elsewhere: str = "") -> str:
    """One button, so that no other site's link can log somebody out.

    Args:
        elsewhere: name of the sign-on through which the person came, and stays logged in there.
    """
    body = door_form("/logout", token, "", "退出登录")
    foot = '<p class="foot"><a href="/">返回看板</a></p>'
    if elsewhere:
        foot = (
            f'<p class="foot">这里只退出看板；{html.escape(elsewhere)}那边仍是登录的，'
            '公用的电脑请也在那边退出。<a href="/">返回看板</a></p>'
        )
    return door_page("退出", f"当前用户：{name}", body + foot)
