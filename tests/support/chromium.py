"""A real Chromium for tests, with a phone's or an office PC's window, and a camera that sees a picture."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from tests.support.street import PASSWORD

SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium for the tests is not installed. Run: make install-test"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
#: milliseconds for what is expected: a machine that is busy with other tests is slow, and that is no fault
PATIENCE = 15_000
#: seconds after which a server that is told to stop notices it; half a second by default, after every test
POLL = 0.02
expect.set_options(timeout=PATIENCE)
#: what Chromium reports as an error and is none: a refusal is a 4xx answer, which the page expects; and a test that
#: takes the network away may catch the page's icon on its way (only such a test can see the second)
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)


def launch(driver: Playwright, *flags: str) -> Browser:
    """The system's Chromium, or Playwright's own where there is none."""
    program = next(filter(None, map(shutil.which, SYSTEM)), None)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", *flags]
    try:
        return driver.chromium.launch(executable_path=program, args=arguments)
    except Error as missing:
        raise RuntimeError(f"{MISSING}\n{missing}") from missing


def film(picture: Path, target: Path, size: tuple[int, int] = (640, 480)) -> Path:
    """A film of one picture as Chromium's fake camera takes it (.mjpeg), centred on white."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    image.thumbnail((size[0] - 40, size[1] - 40), Image.Resampling.LANCZOS)
    frame = Image.new("RGB", size, "white")
    frame.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    frame.save(target, "JPEG", quality=95)
    return target


class Complaints:
    """What the browser complained about: a page that works has none."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and not any(expected in text for expected in EXPECTED):
            self.said.append(text)


def window(opened: Browser, address: str, size: dict[str, int], **more: object) -> tuple[Page, Complaints]:
    """A fresh profile with one page, in Chinese and in Shanghai."""
    context = opened.new_context(
        base_url=address,
        viewport=size,  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **more,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page(), Complaints(context)


def enter(page: Page, name: str) -> None:
    """Somebody of the street signs in, by the request that the form would send, and comes to their first page.

    The form itself is typed into in `tests/browser/test_journey.py` and `test_forms.py`.
    """
    typed = {"username": name, "password": PASSWORD}
    answer = page.request.post(
        "/sign-in", form=typed, headers={"Sec-Fetch-Site": "same-origin"}, max_redirects=0
    )
    assert answer.status == 303, answer.text()
    page.goto(answer.headers["location"])


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run of a worker."""
    opened = launch(driver)
    yield opened
    opened.close()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The application answering on a port of this machine, with threads as in production."""
    busy: set[int] = set()

    def counted(environ: Any, start_response: Any) -> Any:
        busy.add(threading.get_ident())
        try:
            return app(environ, start_response)
        finally:
            busy.discard(threading.get_ident())

    server = make_server("127.0.0.1", 0, counted, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    # a request must not outlive the database of its test
    until = time.monotonic() + PATIENCE / 1000
    while busy and time.monotonic() < until:
        time.sleep(POLL)


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Page]:
    """A page in a phone's window. Its console must stay clean."""
    yield from _watched(browser, served, PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def desk(browser: Browser, served: str) -> Iterator[Page]:
    """A page in an office PC's window. Its console must stay clean."""
    yield from _watched(browser, served, DESK)


@pytest.fixture
def camera(driver: Playwright, served: str, tmp_path: Path) -> Iterator[Callable[[Path], Page]]:
    """Opens a page whose camera sees the given picture: `camera(png)`."""
    opened: list[Browser] = []
    watched: list[Complaints] = []

    def page(picture: Path) -> Page:
        shown = film(picture, tmp_path / f"film-{len(opened)}.mjpeg")
        flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        opened.append(launch(driver, *flags, f"--use-file-for-fake-video-capture={shown}"))
        made, complaints = window(opened[-1], served, DESK, permissions=["camera"])
        watched.append(complaints)
        return made

    yield page
    for one in opened:
        one.close()
    assert [said for one in watched for said in one.said] == []


def _watched(opened: Browser, address: str, size: dict[str, int], **more: object) -> Iterator[Page]:
    page, complaints = window(opened, address, size, **more)
    yield page
    page.context.close()
    assert complaints.said == []
