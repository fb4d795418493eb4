"""Stored scripts and beacons: hostile names of files, sheets, roads and parameters in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.access.serving import Served, serving
from tests.browser.served import Server
from tests.browser.served import Visitor as Window
from tests.commanding import run_command

pytestmark = [pytest.mark.browser, pytest.mark.long]

PAYLOADS = [
    "<script>window.pwn=1</script>", "<img src=x onerror=window.pwn=1>", "<svg onload=window.pwn=1>",
    "<iframe srcdoc='<script>parent.pwn=1</script>'></iframe>", "[x](javascript:window.pwn=1)",
    "![x](http://beacon.example/a.png)", "<a href=javascript:window.pwn=1>x</a>", "<body onload=window.pwn=1>",
    "<form action=http://evil.example><input type=submit></form>", "<style>@import 'http://beacon.example/a'</style>",
    "\"><script>window.pwn=1</script>", "</td><img src=http://beacon.example/b onerror=window.pwn=1>",
    "$\\href{javascript:window.pwn=1}{x}$", "<math><mtext><script>window.pwn=1</script></mtext></math>",
    "<b style=\"background:url(http://beacon.example/c)\">x</b>",
]  # fmt: skip
PAGES = ("/", "/indicator", "/district", "/map", "/supervision")


def window_on(server: Served, context: BrowserContext) -> Window:
    context.set_default_timeout(60_000)
    url = f"http://127.0.0.1:{server.port}"
    found = Window(context.new_page(), Server(url, server.home, server.process, server.log))
    found.watch(context)
    return found


def hostile_book() -> Workbook:
    """A list of noisy roads whose names are the payloads."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "<svg onload=window.pwn=1>"[:31]
    sheet.append(["2008年道路交通噪声监测结果"])
    sheet.append(["区县", "路段名称", "路段长度(m)", "等效声级dB(A)"])
    for number, text in enumerate(PAYLOADS):
        sheet.append(["城关区", text, 500 + number, 65.1 + number / 10])
    return book


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A board that has read the hostile workbook."""
    place: Path = tmp_path_factory.mktemp("hostile")
    file = place / "<img src=x onerror=window.pwn=1>![b](http:beacon.example).xlsx"
    hostile_book().save(file)
    words = ("import", str(file), "--reason", PAYLOADS[1] + PAYLOADS[5])
    done = run_command("--home", str(place / "home"), *words)
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(place / "home", place / "log") as server:
        yield server


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def window(hostile: Served, context: BrowserContext) -> Window:
    found = window_on(hostile, context)
    found.page.on("dialog", lambda dialog: found.complaints.append(f"dialog: {dialog.message}"))
    return found


def assert_harmless(window: Window, page: Page) -> None:
    assert page.evaluate("() => typeof window.pwn") == "undefined"
    assert window.foreign == []
    assert not [text for text in window.complaints if "dialog" in text]
    assert page.locator("form[action], iframe[srcdoc], a[href^='javascript:']").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_t16_t17_no_name_of_a_workbook_runs_or_calls_home(path: str, window: Window) -> None:
    window.open(path)
    assert_harmless(window, window.page)


def test_the_hostile_names_are_really_shown(window: Window) -> None:
    """As text, or the tests above would prove nothing."""
    window.open("/batches")
    assert "onerror=window.pwn=1" in window.text()
    assert_harmless(window, window.page)


@pytest.mark.parametrize("payload", PAYLOADS[1:6:2])
def test_t16_t17_no_parameter_of_a_page_runs_or_calls_home(payload: str, window: Window) -> None:
    names = ("indicator", "area", "month", "batch", "scheme")
    window.open("/indicator?" + "&".join(f"{name}={quote(payload)}" for name in names))
    assert_harmless(window, window.page)


def test_t17_the_content_policy_stops_what_a_page_would_load(window: Window) -> None:
    """The second belt: what got into the page in spite of all still loads and runs nothing."""
    window.open("/batches")
    told = window.page.evaluate(
        """async () => {
            const found = [];
            document.addEventListener('securitypolicyviolation', e => found.push(e.effectiveDirective));
            document.body.insertAdjacentHTML('beforeend',
                '<img src="http://beacon.example/x.png"><iframe src="http://evil.example"></iframe>');
            await fetch('http://beacon.example/y').catch(() => 0);
            const script = document.createElement('script');
            script.textContent = 'window.pwn = 2'; document.body.append(script);
            await new Promise(done => setTimeout(done, 300));
            return found;
        }"""
    )
    assert {"img-src", "frame-src", "connect-src", "script-src-elem"} <= set(told)
    assert window.page.evaluate("() => typeof window.pwn") == "undefined"


def test_the_uploader_shows_why_a_file_was_not_taken(
    context: BrowserContext, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    settings = "[limits]\nupload_files = 1\n"
    (tmp_path / "home" / "server.toml").write_text(settings, encoding="utf-8")
    files = [tmp_path / "1.csv", tmp_path / "2.csv"]
    for number, file in enumerate(files):
        file.write_text(
            f"日期,区县,PM10(µg/m³)\n2008-01-0{number + 1},城关区,50\n", encoding="utf-8"
        )
    with serving(tmp_path / "home", tmp_path / "log") as server:
        window = window_on(server, context)
        window.open("/upload")
        window.page.locator("input[type=file]").first.set_input_files(files)
        told = window.page.get_by_text("已有 1 个文件等待处理")
        expect(told.first).to_be_attached(timeout=30_000)
        assert "Error" not in window.text()
        window.page.close()
