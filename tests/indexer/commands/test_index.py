"""`backfile index`."""

import json
import os
import pty
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive
from search.file_extensions import EXTENSIONS

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_summary(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news"])
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:3] == ["added", "3", "items"]
    assert lines[0][-1] == "items/s"
    assert (
        " ".join(lines[1]) == "repaired 1 of all files; one may have several entries in the ledger"
    )
    assert lines[2] == ["refused", "1"]
    assert lines[3] == ["skipped", "0"]
    assert "1 refused: binary\n  news/program.md: " in result.stdout
    assert "file by file: backfile ledger\n" in result.stdout
    assert result.stdout.endswith("The archive is backfile-index. Search it: backfile serve\n")


def test_indexed_items_are_found(runner: CliRunner, news: Path) -> None:
    runner.invoke(main, ["index", "news", "--index", "elsewhere"])
    with Archive.open("elsewhere") as archive:
        (hit,) = archive.search("dockers").hits
        assert hit.id == "2026/strike.md"
        assert hit.sources == ("Harbour Post", "The Northern Ledger")
        assert archive.language == "english"


def test_the_summary_says_where_it_is_told_why_files_were_skipped(
    runner: CliRunner, news: Path
) -> None:
    (news / "photo.jpg").write_bytes(b"")
    lines = runner.invoke(main, ["index", "news"]).stdout.splitlines()
    assert "skipped          1  files or folders; the ledger says why" in lines


def test_the_help_names_every_ending(runner: CliRunner) -> None:
    told = runner.invoke(main, ["index", "--help"]).stdout
    assert set(EXTENSIONS) <= set(re.findall(r"\.[a-z]+", told))


def test_the_next_step_can_be_pasted(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--index", "my index"])
    assert result.stdout.endswith("Search it: backfile serve --index 'my index'\n")


def test_nothing_to_add(runner: CliRunner) -> None:
    Path("photos").mkdir()
    Path("photos/bay.jpg").write_bytes(b"")
    result = runner.invoke(main, ["index", "photos"])
    assert result.exit_code == 0
    assert "Nothing was added. Items are files named *.md, " in result.stdout


def test_indexing_again_changes_nothing(runner: CliRunner, news: Path) -> None:
    for _ in range(2):
        assert runner.invoke(main, ["index", "news"]).exit_code == 0
        with Archive.open("backfile-index") as archive:
            assert archive.info().items == 3


def test_the_ledger(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--ledger", "ledger.jsonl"])
    assert "The ledger is ledger.jsonl." in result.stdout
    lines = Path("ledger.jsonl").read_text(encoding="utf-8").splitlines()
    entries = {entry["file"]: entry for entry in map(json.loads, lines)}
    assert entries["news/program.md"]["action"] == "refused"
    assert entries["news/program.md"]["reason"] == "binary"
    assert entries["news/cafe.md"]["action"] == "repaired"
    assert entries["news/cafe.md"]["line"] == 2
    assert set(entries["news/cafe.md"]) == {"file", "action", "reason", "detail", "line"}
    assert "news/2026/comet.md" not in entries


def test_a_ledger_that_cannot_be_written(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--ledger", "no/such/folder.jsonl"])
    assert result.exit_code == 2
    assert "no/such/folder.jsonl: the ledger cannot be written" in result.stderr
    assert not Path("backfile-index").exists()


def test_strict(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--strict"])
    assert result.exit_code == 1
    assert "added" in result.stdout
    (news / "program.md").unlink()
    assert runner.invoke(main, ["index", "news", "--strict"]).exit_code == 0
    assert runner.invoke(main, ["index", "news"], env={"BACKFILE_STRICT": "1"}).exit_code == 0


def test_outlets_of_the_user_are_found_by_their_names_in_every_copy(
    runner: CliRunner, news: Path
) -> None:
    table = '{"Harbour Post": "Порт", "Quay 😀 Times": "Порт"}'
    Path("more.json").write_text(table, encoding="utf-8")
    for command in (
        "index news --outlets more.json",
        "copy backfile-index copied",
        "export --index copied --format markdown --output written",
        "index written --index again",
    ):
        result = runner.invoke(main, command.split())
        assert result.exit_code == 0, result.output
    for index in ("backfile-index", "copied", "again"):
        with Archive.open(index) as archive:
            strike = archive.item("2026/strike.md")
            assert strike.sources[0] == "Порт"
            assert [hit.id for hit in archive.search('source:"Quay 😀 Times"').hits] == [strike.id]
    with Archive.open("backfile-index") as archive:
        assert archive.search('source:"Harbour Post"').total == 1
    assert runner.invoke(main, ["index", "news"]).exit_code == 0
    with Archive.open("backfile-index") as archive:
        assert archive.item("2026/strike.md").sources[0] == "Harbour Post"
        assert archive.outlet_names == {}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["news", "absent"], "absent: there is no such file or folder"),
        (["news", "unmounted"], "check the link, and that the disk is mounted"),
        (["news", "--outlets", "absent.json"], "absent.json"),
        (["news", "--language", "klingon"], "use one of arabic, "),
        ([], "Missing argument"),
    ],
    ids=["path", "link", "outlets", "language", "nothing"],
)
def test_wrong_use_makes_no_archive(
    runner: CliRunner, news: Path, args: list[str], message: str
) -> None:
    Path("unmounted").symlink_to("nowhere")
    result = runner.invoke(main, ["index", *args])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("backfile-index").exists()


def test_the_language_is_set_once(runner: CliRunner, news: Path) -> None:
    assert runner.invoke(main, ["index", "news", "--language", "german"]).exit_code == 0
    assert runner.invoke(main, ["index", "news"]).exit_code == 0
    assert runner.invoke(main, ["index", "news", "--language", "german"]).exit_code == 0
    result = runner.invoke(main, ["index", "news", "--language", "french"])
    assert result.exit_code == 2
    assert "the archive's language is german, not french; leave out --language" in result.stderr


def test_a_folder_that_holds_something_else(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--index", "news"])
    assert result.exit_code == 3
    assert "name a new one" in result.stderr


# -- in a process of its own

#: The beginning of a program, which is not text.
TO_REFUSE = b"\x7fELF\x02\x01\x01\0\0\0\0\0"
#: More lines than a pipe holds, so that a run waits for whoever reads its ledger.
MANY = 2000


@pytest.fixture
def started(
    runner: CliRunner, news: Path, command: str
) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start a run that cannot end before its ledger, a named pipe, is read."""
    for number in range(MANY):
        (news / f"bad-{number}.md").write_bytes(TO_REFUSE)
    os.mkfifo("ledger")
    with ExitStack() as processes:
        yield lambda: processes.enter_context(
            subprocess.Popen(
                [command, "index", "news", "--ledger", "ledger"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        )


@pytest.fixture
def interrupted(
    started: Callable[[], "subprocess.Popen[bytes]"],
) -> Callable[[], tuple[int, bytes, list[bytes]]]:
    """Interrupt a run in its midst; return its exit code, what it says, and its ledger."""

    def run() -> tuple[int, bytes, list[bytes]]:
        process = started()
        with open("ledger", "rb") as ledger:
            first = ledger.readline()
            process.send_signal(signal.SIGINT)
            lines = [first, *ledger.readlines()]
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors, lines

    return run


def test_an_interrupted_run_leaves_the_archive_as_it_was(
    archive: Path, interrupted: Callable[[], tuple[int, bytes, list[bytes]]]
) -> None:
    with Archive.open(archive) as before:
        info = before.info()
    code, errors, ledger = interrupted()
    assert code == 130
    assert errors.startswith(b"\nInterrupted; the archive is at its last commit")
    assert 0 < len(ledger) < MANY
    assert all(json.loads(line)["reason"] for line in ledger)
    with Archive.open(archive) as after:
        assert after.info() == info


@pytest.mark.thorough
def test_an_interrupted_first_run_leaves_an_empty_archive(
    tmp_path: Path, backfile: Run, interrupted: Callable[[], tuple[int, bytes, list[bytes]]]
) -> None:
    assert interrupted()[0] == 130
    with Archive.open(tmp_path / "backfile-index") as archive:
        assert archive.info().items == 0
    assert backfile("index", "news/2026").returncode == 0
    assert backfile("search", "dockers").returncode == 0


def test_a_ledger_that_is_not_read_to_its_end_fails_the_run(
    started: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    process = started()
    with open("ledger", "rb") as ledger:
        assert ledger.readline()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert b"ledger: the ledger cannot be written" in errors


def test_a_terminal_shows_how_far_it_is(runner: CliRunner, news: Path, command: str) -> None:
    terminal, end = pty.openpty()
    with open(terminal, "rb", buffering=0) as shown:
        process = subprocess.run(
            [command, "index", "news"], stdout=subprocess.PIPE, stderr=end, timeout=120
        )
        os.close(end)
        progress = shown.read(65536)
    assert process.returncode == 0
    assert b"4/4" in progress
    assert b"Writing" in progress
    assert b"Reading" not in process.stdout
