"""The pages of the second factor as plain HTML: the code at login, turning codes on and off."""

from collections.abc import Sequence
from html import escape

from chuangmo.access.accounts.second_factor import otpauth
from chuangmo.access.requests import SECOND_FACTOR_ROUTE
from chuangmo.access.web.login_page import door_form, door_page, password_field

_CODE = (
    '<label for="code">{label}</label><input id="code" name="code" autocomplete="one-time-code" '
    'inputmode="{mode}" required autofocus maxlength="40">'
)


def _code(label: str = "动态口令（手机上现在的 6 位数字）", mode: str = "numeric") -> str:
    return _CODE.format(label=label, mode=mode)


def _step(name: str) -> str:
    return f'<input type="hidden" name="step" value="{name}">'


def _foot(text: str) -> str:
    return f'<p class="foot">{text}</p>'


def code_page(token: str, onward: str, said: str = "") -> str:
    """The code after the password.

    Args:
        token: of the form. onward: path to go to. said: what was wrong with the last try.
    """
    fields = f'<input type="hidden" name="next" value="{escape(onward)}">' + _code(mode="text")
    body = door_form("/login", token, fields, "登录", said)
    foot = "手机不在身边，可填一个恢复码（用过即废）；都没有，请管理员重设。"
    foot += '<a href="/login">换个账号</a>'
    return door_page("动态口令", "密码无误，还要动态口令", body + _foot(foot))


def off_page(token: str, name: str, said: str = "", due: str = "") -> str:
    """Codes are off; the password turns them on. ``due``: why nothing else can be done before."""
    why = f'<p class="due">{escape(due)}</p>' if due else ""
    words = (
        "开通以后，登录时除密码外还要手机上每 30 秒一换的 6 位数字。"
        "手机上先装一个验证器（任何支持 TOTP 的都行，不用联网）。"
    )
    fields = _step("begin") + password_field("password", "先输一次密码", "current-password")
    body = f"<p>{words}</p>" + door_form(SECOND_FACTOR_ROUTE, token, fields, "开通", said)
    way = '<a href="/logout">退出</a>' if due else '<a href="/">返回看板</a>'
    return door_page("动态口令", f"{name} 没有开通动态口令", why + body + _foot(way))


def secret_page(token: str, name: str, secret: str) -> str:
    """The secret, shown this once, and the first code that proves it arrived."""
    grouped = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    told = (
        "<p>在验证器里选“输入密钥”，把下面的密钥填进去（基于时间，6 位）。"
        "<strong>密钥只显示这一次</strong>，关掉这一页就要重新开始。</p>"
        f'<p class="due" style="overflow-wrap:anywhere"><strong>{grouped}</strong></p>'
        '<p class="foot" style="overflow-wrap:anywhere">能直接打开链接的验证器用：<br>'
        f"{escape(otpauth(name, secret))}</p>"
    )
    body = told + door_form(SECOND_FACTOR_ROUTE, token, _step("confirm") + _code(), "核对并开通")
    return door_page("动态口令", f"为 {name} 开通动态口令", body)


def again_page(token: str, name: str, said: str) -> str:
    """The first code was wrong; the secret is not shown again."""
    body = door_form(SECOND_FACTOR_ROUTE, token, _step("confirm") + _code(), "核对并开通", said)
    foot = _foot(f'密钥没有记下来的，<a href="{SECOND_FACTOR_ROUTE}">重新开始</a>。')
    return door_page("动态口令", f"为 {name} 开通动态口令", body + foot)


def recovery_page(name: str, codes: Sequence[str]) -> str:
    """Codes are on; the recovery codes, shown this once."""
    rows = "<br>".join(codes)
    body = (
        "<p>已开通。手机丢了、坏了时，可用下面的恢复码代替动态口令，每个只能用一次。"
        "<strong>只显示这一次</strong>，请抄下或打印，放在安全的地方。</p>"
        f'<p class="due" style="font-family:monospace">{rows}</p>'
        '<p class="foot">别处的登录已全部失效。<a href="/">返回看板</a></p>'
    )
    return door_page("动态口令", f"{name} 已开通动态口令", body)


def on_page(token: str, name: str, said: str = "", must: bool = False) -> str:
    """Codes are on; password and code turn them off, unless the role ``must`` have them."""
    if must:
        words = "您的角色必须用动态口令，不能关闭。要换手机，请管理员重设后重新开通。"
        body = f"<p>{words}</p>" + _foot('<a href="/">返回看板</a>')
        return door_page("动态口令", f"{name} 已开通动态口令", body)
    fields = (
        _step("end")
        + password_field("password", "密码", "current-password")
        + _code("动态口令或恢复码", "text")
    )
    body = door_form(SECOND_FACTOR_ROUTE, token, fields, "关闭动态口令", said)
    foot = _foot('要换手机：先关闭，再重新开通。<a href="/">返回看板</a>')
    return door_page("动态口令", f"{name} 已开通动态口令", body + foot)
