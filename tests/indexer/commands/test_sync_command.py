"""`backfile index` as a sync: of histories, of one run at a time, or not at all."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive
from tests.indexer.find.test_history import Repo

FILE = "---\ntitle: {}\ndate: 2026-01-01\n---\nText.\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "archive")
    repo.commit({"content/news/a.md": FILE.format("Port open")}, at=1_767_268_800)
    repo.commit({"content/news/a.md": FILE.format("Port closed")}, at=1_767_355_200)
    return repo


def test_a_history_is_indexed_and_asked_as_of_a_day(runner: CliRunner, repo: Repo) -> None:
    call = ["index", "--git", str(repo.path), "--path", "content/news"]
    result = runner.invoke(main, [*call, "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["added"] == 1
    assert "Port closed" in runner.invoke(main, ["search", "port"]).stdout
    then = runner.invoke(main, ["search", "port", "--as-of", "2026-01-01"]).stdout
    assert "Port open" in then
    assert "unchanged        1" in runner.invoke(main, call).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "name a folder, or --git REPO"),
        (["--git", "archive", "news"], "--git goes with no PATH"),
        (["--git", "archive", "--keep"], "--git goes with no PATH"),
        (["archive", "--path", "news"], "--path goes with --git"),
        (["--git", "archive", "--path", "elsewhere"], "no folder 'elsewhere' ever stood"),
    ],
)
def test_wrong_use_is_explained(runner: CliRunner, repo: Repo, args: list[str], said: str) -> None:
    result = runner.invoke(main, ["index", *args])
    assert result.exit_code == 2
    assert said in result.stderr
    assert not Path("backfile-index").exists()


def test_two_runs_at_once(
    runner: CliRunner, news: Path, backfile: Callable[..., "subprocess.CompletedProcess[bytes]"]
) -> None:
    assert runner.invoke(main, ["index", "news"]).exit_code == 0
    with Archive.open("backfile-index") as archive, archive.change():
        result = backfile("index", "news")
        assert result.returncode == 3
        assert b"another process (pid " in result.stderr
        assert backfile("index", "news", "--wait", "0.3").returncode == 3
    assert backfile("index", "news", "--wait", "30").returncode == 0


def test_a_dry_run_says_what_would_be_done(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "news", "--dry-run"])
    assert "+ 2026/comet.md\n" in result.stdout
    assert "Nothing was done" in result.stdout
    assert not Path("backfile-index").exists()
    assert runner.invoke(main, ["index", "news"]).exit_code == 0
    (news / "2026/comet.md").unlink()
    told = json.loads(runner.invoke(main, ["index", "news", "--dry-run", "--json"]).stdout)
    assert told == {
        "new": [],
        "changed": [],
        "doubtful": [],
        "removed": ["2026/comet.md"],
        "unchanged": 3,
    }
