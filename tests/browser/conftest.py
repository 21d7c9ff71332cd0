"""The sample archive, served, and a browser to look at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from indexer.sync.run import index_files
from search import Archive

WIDE, NARROW = 1280, 390
Open = Callable[..., Page]
ROOT = Path(__file__).parents[2]
SERVE = "from web.serve import serve; serve()"
#: Nothing that reaches for the network, and nothing that a container forbids.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def served(index: Path) -> Iterator[str]:
    """Serve an archive; yield the address of its first page."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, "--index", str(index), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().split()[4]
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium(need: Callable[[object, str], None]) -> str:
    """The path of Chromium; the environment variable CHROMIUM names another.

    Its shell without windows of its own opens a page three times as fast.
    """
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    need(path, "Chromium")
    assert path
    return path


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Path:
    """The folder of the sample archive."""
    index = tmp_path_factory.mktemp("browser") / "index"
    index_files([ROOT / "corpus"], index)
    with Archive.open(index) as archive:
        # Where nothing is known of the past, the page offers none.
        item = next(archive.items())
        archive.add([replace(item, seen=datetime(2025, 11, 1, tzinfo=UTC))])
    return index


@pytest.fixture(scope="session")
def address(index: Path) -> Iterator[str]:
    """The address of the sample archive's page."""
    with served(index) as root:
        yield root


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page as a reader would; fail if the browser complained or asked another host."""
    contexts, complaints = [], []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            complaints.append(message.text)

    def asked(request: Any) -> None:
        if urlsplit(request.url).netloc != urlsplit(address).netloc:
            complaints.append(f"asked {request.url}")

    def start(path: str = "/", width: int = WIDE, **settings: Any) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", asked)
        page.goto(path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert not complaints
