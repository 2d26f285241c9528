"""A real Chromium against the real server. Where none is found the tests fail with the sentence that installs it."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import User
from tests.factories.accounts import PASSWORD, person
from tests.factories.corpus import library
from tests.factories.courses import appoint, enrol, taught

# Playwright's own loop makes Django believe that it runs asynchronously.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE, PHONE, SMALL = {"width": 1280, "height": 900}, {"width": 360, "height": 740}, {"width": 320, "height": 256}


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and os.environ.get("BROWSER_TESTS") == "skip":
        pytest.skip("BROWSER_TESTS=skip: the browser tests were left out on purpose")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    return {"executable_path": found, "args": arguments} if found else {"args": arguments}


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def school(transactional_db):
    """Ada teaches, Ben studies, Dana registers; a small course on Maren."""
    library()
    course = taught()
    ada, dana = person("Ada Verhoeven", is_staff=True), person("Dana Okafor")
    ben = person("Ben Ito")
    course.bank.editors.add(ada)
    appoint(course, ada)
    appoint(course, dana, "registrar")
    enrol(course, ben)
    for one in (ada, ben, dana):
        with_password(one)
    return course


def log_in(page: Page, server: str, email: str) -> Page:
    page.goto(f"{server}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*=login] button")
    page.wait_for_url(lambda url: "login" not in url)
    return page


@pytest.fixture
def opened(browser: Browser, live_server, school):
    """Opens pages in fresh contexts as one of the cast; complains of every error on the page when it closes."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(email: str, *, scripts: bool = True, size: dict = WIDE, scheme: str = "light", **more) -> Page:
        context = browser.new_context(java_script_enabled=scripts, viewport=size, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if _wrong(said) else None)
        return log_in(page, live_server.url, email) if email else page

    open_as.complaints = complaints
    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def _wrong(said) -> bool:
    return "Content Security Policy" in said.text or (said.type == "error" and "Failed to load" not in said.text)
