"""The sample archive, served, and a browser to look at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from indexer.sync.run import index_files
from search import Archive

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


@pytest.fixture(scope="session")
def chromium(need: Callable[[object, str], None]) -> str:
    """The path of Chromium; the environment variable CHROMIUM names another."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    need(path, "Chromium")
    assert path
    return path


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[str]:
    """The address of the sample archive's page."""
    index = tmp_path_factory.mktemp("browser") / "index"
    index_files([ROOT / "corpus"], index)
    with Archive.open(index) as archive:
        # Where nothing is known of the past, the page offers none.
        item = next(archive.items())
        archive.add([replace(item, seen=datetime(2025, 11, 1, tzinfo=UTC))])
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, "--index", str(index), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        yield server.stdout.readline().split()[4]
        server.terminate()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS])
        yield browser
        browser.close()
