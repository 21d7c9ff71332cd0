"""`backfile search --format`: all that is found, written whole or not at all."""

import io
import json
import os
import pty
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.terminal.export import FORMAT_NAMES
from search import Archive, as_json, formatted
from search.export.formats import FORMATS

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_the_formats_are_those_of_the_archive() -> None:
    assert (*FORMATS,) == FORMAT_NAMES


@pytest.mark.parametrize("form", FORMAT_NAMES)
def test_standard_output_and_a_file_have_what_python_gives(
    runner: CliRunner, archive: Path, form: str
) -> None:
    args = ["search", "strike", "--sort", "oldest", "--format", form]
    result = runner.invoke(main, args)
    assert (result.exit_code, result.stderr) == (0, "")
    told = runner.invoke(main, [*args, "--output", "hits"])
    assert (told.exit_code, told.stdout) == (0, "2 items were written to hits.\n")
    with Archive.open(archive) as opened:
        expected = b"".join(formatted(opened.export("strike", sort="oldest"), form))
    assert result.stdout_bytes == Path("hits").read_bytes() == expected


def test_all_hits_are_written_in_their_order(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "--format", "jsonl"], env={"BACKFILE_LIMIT": "1"})
    with Archive.open(archive) as opened:
        expected = [as_json(opened.item(hit.id)) for hit in opened.search().hits]
    assert [json.loads(line) for line in result.stdout.splitlines()] == expected


def test_what_is_indexed_again_are_the_items_found(runner: CliRunner, archive: Path) -> None:
    args = ["search", "strike", "--source", "Radio Kestrel", "--format", "markdown"]
    data = runner.invoke(main, args).stdout_bytes
    zipfile.ZipFile(io.BytesIO(data)).extractall("hits")
    assert runner.invoke(main, ["index", "hits", "--index", "again"]).exit_code == 0
    with Archive.open(archive) as old, Archive.open("again") as new:
        found = {item.id: item for item in old.export("strike", sources="Radio Kestrel")}
        assert {item.id: item for item in new.items()} == found
        assert len(found) == 2


def test_a_file_that_is_there_stays_without_force(runner: CliRunner, archive: Path) -> None:
    Path("hits").write_text("mine")
    args = ["search", "strike", "--format", "csv", "--output", "hits"]
    result = runner.invoke(main, args)
    assert (result.exit_code, Path("hits").read_text()) == (2, "mine")
    assert "it is there already" in result.stderr
    assert runner.invoke(main, [*args, "--force"]).exit_code == 0
    assert Path("hits").read_text() != "mine"


def test_notes_are_said_beside_the_output(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "strike (port", "--format", "jsonl"])
    assert result.stderr.startswith("Note: ")
    assert all(json.loads(line) for line in result.stdout.splitlines())


def test_nothing_found_is_a_file_without_items(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "nosuchword", "--format", "csv"])
    assert result.exit_code == 1
    assert len(result.stdout_bytes.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--output", "hits"], "--output: say what to write"),
        (["--force"], "--force: say what to write"),
        (["--format", "csv", "--force"], "--force: name the file"),
        (["--format", "csv", "--json"], "--json is for a page"),
        (["--format", "csv", "--limit", "3"], "--limit is for a page"),
        (["--format", "csv", "--timeline"], "--timeline is for a page"),
        (["--format", "csv", "--explain"], "--explain is for a page"),
        (["--format", "xls"], "'xls' is not one of 'csv', 'jsonl'"),
    ],
)
def test_options_that_do_not_go_together(
    runner: CliRunner, archive: Path, args: list[str], told: str
) -> None:
    result = runner.invoke(main, ["search", "strike", *args])
    assert result.exit_code == 2
    assert told in result.stderr
    assert not Path("hits").exists()


def test_a_zip_archive_is_not_for_a_terminal(command: str, archive: Path) -> None:
    leader, terminal = pty.openpty()
    try:
        args = [command, "search", "--format", "markdown"]
        told = subprocess.run(args, stdout=terminal, stderr=subprocess.PIPE, timeout=120)
    finally:
        os.close(terminal)
        os.close(leader)
    assert told.returncode == 2
    assert b"--output" in told.stderr
