"""What does a browser make of a page? Chromium, headless, logged in as a student, with nothing in its cache."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.server import Server
from bench.stage import Student

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, filter(None, (os.environ.get("CHROMIUM", ""), *_NAMES)))), None)
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-extensions"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, serving: Server, student: Student) -> Iterator[BrowserContext]:
    """A fresh profile in which the student is logged in: the first view of the day."""
    size: Any = {"width": 1280, "height": 900}
    context = browser.new_context(base_url=address(serving), viewport=size)
    context.add_cookies(_cookies(serving, student))
    try:
        yield context
    finally:
        context.close()


def address(serving: Server) -> str:
    return f"http://localhost:{serving.port}"


def _cookies(serving: Server, student: Student) -> Any:
    pairs = [pair.split("=", 1) for pair in student.cookies.split("; ")]
    # Chromium takes localhost for a secure place, and the cookies of a class are secure.
    return [
        {"name": name, "value": value, "url": f"https://localhost:{serving.port}/", "secure": True}
        for name, value in pairs
    ]
