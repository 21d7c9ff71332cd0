"""`backfile ledger`."""

import json
import re
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.checksums import checksum
from indexer.cli import main
from indexer.ledger import Entry
from indexer.sync.synced import Synced
from search.engines import beside


def entry(file: str, action: str, reason: str, detail: str = "So it is.") -> Entry:
    return Entry(file=file, action=action, reason=reason, detail=detail)


ENTRIES = (
    *(entry(f"news/{number}.md", "repaired", "no-date") for number in range(5)),
    entry("news/2026/photo.jpg", "skipped", "other-extension"),
    Entry(file="news/2026/x.md", action="refused", reason="binary", detail="NUL.", line=7),
    entry("more/\x1b[2J.md", "refused", "of-tomorrow", "It is\n\x1b[1mnew."),
)


def lines_of(entries: tuple[Entry, ...]) -> str:
    return "".join(entry.to_json() for entry in entries)


def put(ledger: Path, data: bytes) -> None:
    """Write a ledger as the last run would have left it."""
    ledger.write_bytes(data)
    Synced(ledgers=(checksum(data),)).save(beside(str(ledger.parent)))


@pytest.fixture
def ledger(archive: Path) -> Path:
    path = archive / "ledger.jsonl"
    put(path, lines_of(ENTRIES).encode())
    return path


def test_counts_by_reason_with_examples(runner: CliRunner, ledger: Path) -> None:
    result = runner.invoke(main, ["ledger"])
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    heads = [line for line in lines if line[:1].isdigit()]
    assert heads == [
        "1 refused: binary",
        "1 refused: of-tomorrow",
        "5 repaired: no-date",
        "1 skipped: other-extension",
    ]
    place = lines.index("5 repaired: no-date")
    assert lines[place + 1 : place + 9] == [
        "  It has no date, so no search by days finds it. Add a date.",
        *(line for n in range(3) for line in (f"  - news/{n}.md", "      So it is.")),
        "    and 2 more",
    ]
    assert "  - news/2026/x.md, line 7\n      NUL.\n" in result.stdout
    assert "  - more/\ufffd[2J.md\n      It is \ufffd[1mnew.\n" in result.stdout


@pytest.mark.parametrize(
    ("args", "files"),
    [
        ([], [entry.file for entry in ENTRIES]),
        (["--action", "refused"], ["news/2026/x.md", "more/\x1b[2J.md"]),
        (["--reason", "no-date"], [f"news/{number}.md" for number in range(5)]),
        (["--file", "news/2026/*"], ["news/2026/photo.jpg", "news/2026/x.md"]),
        (["--file", "x.md"], ["news/2026/x.md"]),
        (["--file", "2026/?.md"], ["news/2026/x.md"]),
        (["--file", "ews/*"], []),
        (["--file", "*.md", "--action", "refused", "--reason", "binary"], ["news/2026/x.md"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_filters(runner: CliRunner, ledger: Path, args: list[str], files: list[str]) -> None:
    result = runner.invoke(main, ["ledger", "--json", *args])
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == files
    whole = runner.invoke(main, ["ledger", "--all", *args]).stdout.splitlines()
    assert len(whole) == len(files)
    counted = runner.invoke(main, ["ledger", "--examples", "0", *args]).stdout
    heads = [line.split()[0] for line in counted.splitlines() if line[:1].isdigit()]
    assert sum(map(int, heads)) == len(files)
    assert (counted == "No entry matches these filters.\n") == (not files)


def test_json_is_the_lines_as_they_are(runner: CliRunner, ledger: Path) -> None:
    assert runner.invoke(main, ["ledger", "--json"]).stdout == ledger.read_text()


def test_all_is_a_line_for_each(runner: CliRunner, ledger: Path) -> None:
    lines = runner.invoke(main, ["ledger", "--all"]).stdout.splitlines()
    assert lines[0] == "repaired no-date: news/0.md: So it is."
    assert lines[6] == "refused binary: news/2026/x.md, line 7: NUL."
    assert lines[7] == "refused of-tomorrow: more/\ufffd[2J.md: It is \ufffd[1mnew."


def test_lines_that_are_no_entries_are_counted(runner: CliRunner, ledger: Path) -> None:
    put(ledger, b"x\n" + lines_of(ENTRIES).encode() + b'{"file": 1}\n\xff\n' + b"[" * 9999)
    result = runner.invoke(main, ["ledger", "--json"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(ENTRIES)
    assert result.stderr == (
        "Note: 4 lines are not entries and were passed over, the first of them line 1.\n"
    )


def test_an_empty_ledger(runner: CliRunner, ledger: Path) -> None:
    put(ledger, b"")
    assert "every file as it stands" in runner.invoke(main, ["ledger"]).stdout
    assert runner.invoke(main, ["ledger", "--json"]).stdout == ""


@pytest.mark.parametrize(
    ("index", "missing"), [("backfile-index", "no ledger"), ("elsewhere", "no archive")]
)
def test_no_ledger(runner: CliRunner, archive: Path, index: str, missing: str) -> None:
    result = runner.invoke(main, ["ledger", "--index", index])
    assert result.exit_code == 3
    assert f"there is {missing}" in result.stderr
    assert re.search(rf"backfile index FOLDER --index \S*{index}", result.stderr)


def test_no_such_reason(runner: CliRunner, ledger: Path) -> None:
    result = runner.invoke(main, ["ledger", "--reason", "bad-dates"])
    assert result.exit_code == 2
    assert "bad-date" in result.stderr


def test_a_long_ledger_is_read_a_line_at_a_time(runner: CliRunner, ledger: Path) -> None:
    put(
        ledger,
        (lines_of((entry("news/a.md", "repaired", "no-date", "x" * 100),)) * 20_000).encode(),
    )
    runner.invoke(main, ["ledger"])  # what is loaded once
    tracemalloc.start()
    try:
        told = runner.invoke(main, ["ledger"]).stdout
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told.startswith("20,000 repaired: no-date\n")
    assert peak < 1 << 20


@pytest.mark.parametrize("data", [b"", ENTRIES[0].to_json().encode(), None])
def test_a_ledger_that_the_last_run_did_not_write(
    runner: CliRunner, ledger: Path, data: bytes | None
) -> None:
    """It is printed all the same, but never as if all was well."""
    if data is None:
        ledger.unlink()
    else:
        ledger.write_bytes(data)
    result = runner.invoke(main, ["ledger"])
    assert result.exit_code == 3
    assert "every file as it stands" not in result.stdout
    assert "backfile index" in result.stderr
    assert ("1 repaired: no-date" in result.stdout) == bool(data)
