"""A small archive to ask, a small folder of files to index, and the command to do both with."""

import os
import subprocess
import sysconfig
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from search import Archive, Headline, Item

ITEMS = (
    Item(
        id="2026/strike.md",
        title="Port strike enters second week",
        day=date(2026, 1, 3),
        headlines=(
            Headline(text="Port strike enters second week", outlet="Harbour Post"),
            Headline(text="Dockers on strike: what they want", outlet="The Northern Ledger"),
            Headline(text="Ferries full again", outlet="Radio Kestrel"),
        ),
        tags=("strike", "Café culture"),
        categories=("business",),
    ),
    Item(
        id="2026/comet.md",
        title="Comet seen over the bay",
        day=date(2026, 1, 4),
        text="A comet could be seen over the bay until midnight. No strike disturbed the view.",
        headlines=(Headline(text="Comet seen over the bay", outlet="Radio Kestrel"),),
        tags=("comet",),
        categories=("science",),
    ),
    Item(
        id="2025/harbour.md",
        title="港のストライキ — déjà vu",
        day=date(2025, 12, 30),
        text="Harbour board: no comment.",
        tags=("strike",),
    ),
)

GOOD = """---
title: "Port strike enters second week - Harbour Post"
date: 2026-01-03
---
<ol><li><a href="https://post.example/strike">Port strike enters second week</a>&nbsp;&nbsp;\
<font>Harbour Post</font></li>
<li><a href="https://ledger.example/port">Dockers stay out</a>&nbsp;&nbsp;\
<font>The Northern Ledger</font></li></ol>
"""
#: Loaded without a line in the ledger, with one, and not at all.
PLAIN = "---\ntitle: Comet seen over the bay\ndate: 2026-01-04\n---\nSeen until midnight.\n"
TO_REPAIR = b"---\ntitle: Harbour caf\xe9 shut\ndate: 2026-01-05\n---\nNo coffee.\n"
TO_REFUSE = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01\x00\x00\x00"


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Run commands in a folder of their own, with no settings in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("BACKFILE_") or name in ("NO_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    return CliRunner()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Hold ITEMS, where the command looks if it is not told where."""
    path = tmp_path / "backfile-index"
    with Archive.create(path) as made:
        made.add(ITEMS)
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Hold four files: two as they should be, one to repair, one to refuse."""
    folder = tmp_path / "news"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "strike.md").write_text(GOOD, encoding="utf-8")
    (folder / "2026" / "comet.md").write_text(PLAIN, encoding="utf-8")
    (folder / "cafe.md").write_bytes(TO_REPAIR)
    (folder / "program.md").write_bytes(TO_REFUSE)
    return folder


@pytest.fixture
def command() -> str:
    """Return the path of the installed command."""
    path = Path(sysconfig.get_path("scripts")) / "backfile"
    assert path.exists(), "install the project first: pip install -e ."
    return str(path)


@pytest.fixture
def backfile(command: str, runner: CliRunner) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the installed command in a process of its own, in the folder of `runner`."""

    def run(*args: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [command, *args],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )

    return run
