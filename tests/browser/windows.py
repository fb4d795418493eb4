"""Browser windows that are used again: a new one costs more than the page it shows."""

from typing import Any

from playwright.sync_api import Browser, Error

from tests.browser.served import PATIENCE, Server, Visitor

PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
HEIGHT = 900


class Windows:
    """Windows by width; one that comes back has forgotten its cookies, storage and server."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[int, list[Visitor]] = {}

    def take(self, server: Server, width: int) -> Visitor:
        """A window of a width that nobody uses, with an empty record."""
        free = self._free.setdefault(width, [])
        visitor = free.pop() if free else self._opened(server, width)
        visitor.server = server
        visitor.foreign.clear()
        visitor.complaints.clear()
        return visitor

    def give_back(self, visitor: Visitor) -> None:
        """Leave the page, forget who was logged in, look again as at first.

        The window stays on the site: elsewhere Chromium would begin a new process, which has to
        translate all scripts again. A window whose server has ended is of no more use.
        """
        page = visitor.page
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        try:
            page.goto(f"{visitor.server.url}/_stcore/health")
        except Error:
            page.context.close()
            return
        page.context.clear_cookies()
        page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": visitor.width, "height": HEIGHT})
        self._free[visitor.width].append(visitor)

    def close(self) -> None:
        """Close those that wait."""
        for free in self._free.values():
            for visitor in free:
                visitor.page.context.close()

    def _opened(self, server: Server, width: int) -> Visitor:
        phone: dict[str, Any] = (
            {"user_agent": PHONE_AGENT, "has_touch": True} if width < 600 else {}
        )
        context = self._browser.new_context(
            viewport={"width": width, "height": HEIGHT}, locale="zh-CN", color_scheme="light",
            reduced_motion="reduce", **phone,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context.new_page(), server, width)
        visitor.watch(context)
        return visitor
