"""`backfile info`."""

import json
from pathlib import Path

from click.testing import CliRunner

from indexer.cli import main
from search import Archive, as_json


def test_text(runner: CliRunner, archive: Path) -> None:
    lines = runner.invoke(main, ["info"]).stdout.splitlines()
    assert lines[0] == "backfile-index"
    told = dict(line.split(maxsplit=1) for line in lines[1:])
    assert told["items"] == "3"
    assert told["outlets"] == "3"
    assert told["language"] == "english"
    assert told["days"] == "2025-12-30 to 2026-01-04"
    assert told["generation"] == "1"


def test_json_is_what_the_archive_says(runner: CliRunner, archive: Path) -> None:
    about = json.loads(runner.invoke(main, ["info", "--json"]).stdout)
    assert {"items", "generation", "language", "schema"} <= set(about)
    with Archive.open(archive) as opened:
        assert about == as_json(opened.info())


def test_an_archive_without_items(runner: CliRunner, tmp_path: Path) -> None:
    Archive.create(tmp_path / "empty", language="none").close()
    result = runner.invoke(main, ["info", "--index", "empty"])
    assert result.exit_code == 0
    assert "none\n" in result.stdout
