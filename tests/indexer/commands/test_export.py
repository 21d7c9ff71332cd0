"""`backfile export`."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, Item, as_json

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_lines_on_standard_output(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["export"])
    assert (result.exit_code, result.stderr) == (0, "")
    items = [json.loads(line) for line in result.stdout.splitlines()]
    with Archive.open(archive) as opened:
        assert items == [as_json(item) for item in opened.items()]
    assert [item["id"] for item in items] == ["2025/harbour.md", "2026/comet.md", "2026/strike.md"]


def test_lines_are_utf8_whatever_the_terminal_is(backfile: Run, archive: Path) -> None:
    result = backfile("export", PYTHONIOENCODING="latin-1")
    assert json.loads(result.stdout.splitlines()[0])["title"] == "港のストライキ — déjà vu"


def test_a_file(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["export", "--output", "items.jsonl"])
    assert (result.exit_code, result.stdout) == (0, "3 items were written to items.jsonl.\n")
    assert len(Path("items.jsonl").read_bytes().splitlines()) == 3
    again = runner.invoke(main, ["export", "--output", "items.jsonl"])
    assert again.exit_code == 2
    assert "items.jsonl: it is there already" in again.stderr
    assert runner.invoke(main, ["export", "--output", "items.jsonl", "--force"]).exit_code == 0


def test_a_folder_that_is_indexed_again(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["export", "--format", "markdown", "--output", "out"])
    assert (result.exit_code, result.stdout) == (0, "3 items were written to out.\n")
    assert runner.invoke(main, ["index", "out", "--index", "again"]).exit_code == 0
    before, after = (
        [json.loads(line) for line in runner.invoke(main, ["export", *where]).stdout.splitlines()]
        for where in ([], ["--index", "again"])
    )
    assert len(before) == 3
    for item in (*before, *after):
        del item["changed"]  # of these it was not known
    assert before == after
    with Archive.open(archive) as old, Archive.open("again") as new:
        assert new.id == old.id, "or readers of its feed would see all entries anew"


def test_markdown_needs_a_folder(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["export", "--format", "markdown"])
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_an_item_whose_id_is_no_path_is_refused(runner: CliRunner, archive: Path) -> None:
    with Archive.open(archive) as opened:
        opened.add([Item(id="../\x1b[2J.md", title="Out", day=None)])
    result = runner.invoke(main, ["export", "--format", "markdown", "--output", "out"])
    assert result.exit_code == 1
    assert result.stderr == "Refused: ../\ufffd[2J.md: Its id is not a path inside a folder.\n"
    assert result.stdout == (
        "3 items were written to out.\n1 refused; export as jsonl has them too.\n"
    )


def test_a_reader_who_has_seen_enough_of_many(archive: Path, command: str) -> None:
    with Archive.open(archive) as opened:
        opened.add(
            Item(id=f"{number}.md", title="A title", day=None, text="word " * 500)
            for number in range(200)
        )
    with subprocess.Popen(
        [command, "export"], cwd=archive.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "0.md"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_after_an_interruption_no_file_is_there(
    runner: CliRunner, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def items(archive: Archive) -> Iterator[Item]:
        yield Item(id="a.md", title="A title", day=None)
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "items", items)
    result = runner.invoke(main, ["export", "--output", "items.jsonl"])
    assert (result.exit_code, result.stderr) == (130, "\nInterrupted.\n")
    assert [path.name for path in Path().iterdir()] == ["backfile-index"]


def test_older_states_that_stay_behind_are_counted(runner: CliRunner, archive: Path) -> None:
    states = [
        Item(id="s.md", title=f"State {day}", day=None, seen=datetime(2026, 1, day, tzinfo=UTC))
        for day in (1, 2, 3)
    ]
    with Archive.open(archive) as opened:
        opened.add([states])
    result = runner.invoke(main, ["export", "--format", "markdown", "--output", "out"])
    assert (result.exit_code, result.stdout) == (0, "4 items were written to out.\n")
    assert result.stderr == (
        "2 older states stay behind: a file holds one; export as jsonl has them all.\n"
    )
    assert runner.invoke(main, ["export", "--output", "items.jsonl"]).stderr == ""
