"""`backfile info`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, Item, as_json


def test_text(runner: CliRunner, archive: Path) -> None:
    lines = runner.invoke(main, ["info"]).stdout.splitlines()
    assert lines[0] == "backfile-index"
    told = dict(line.split(maxsplit=1) for line in lines[1:])
    assert told["items"] == "3"
    assert told["outlets"] == "3"
    assert told["language"] == "english"
    assert told["days"] == "2025-12-30 to 2026-01-04"
    assert told["generation"] == "1"
    assert told["segments"] == "1, with 0 deleted documents"
    assert told["last"] == "sync   never"
    assert told["schema"].isdigit()
    assert told["size"].endswith(" kB")
    for part in ("the items themselves", "words and their positions", "facets and columns"):
        assert any(line.endswith(f" kB  {part}") for line in lines)


def test_deleted_documents_are_counted_until_they_are_merged(
    runner: CliRunner, archive: Path
) -> None:
    with Archive.open(archive) as opened:
        opened.add(Item(id=f"{number}.md", title="A title", day=None) for number in range(20))
        opened.remove(["2026/comet.md", "1.md"])
        segments, deleted = opened.info().segments, opened.info().deleted
    assert deleted > 0
    told = runner.invoke(main, ["info"]).stdout
    assert f"segments    {segments}, with {deleted} deleted document" in told


@pytest.mark.parametrize(
    ("manifest", "told", "synced"),
    [
        pytest.param(
            '{"synced": "2026-11-25T09:04:06Z"}',
            "2026-11-25 09:04 UTC",
            "2026-11-25T09:04:06Z",
            id="time",
        ),
        pytest.param('{"synced": "once \\u001b[2J"}', "once \ufffd[2J", "once \x1b[2J", id="text"),
        pytest.param('{"synced": null}', "never", None, id="null"),
        pytest.param('{"files": {}}', "never", None, id="no-key"),
        pytest.param("[]", "never", None, id="no-object"),
        pytest.param("{", "never", None, id="no-json"),
    ],
)
def test_the_last_sync(
    runner: CliRunner, archive: Path, manifest: str, told: str, synced: str | None
) -> None:
    (archive / "synced.json").write_text(manifest)
    assert f"  last sync   {told}\n" in runner.invoke(main, ["info"]).stdout
    assert json.loads(runner.invoke(main, ["info", "--json"]).stdout)["synced"] == synced


def test_json_is_what_the_archive_says(runner: CliRunner, archive: Path) -> None:
    about = json.loads(runner.invoke(main, ["info", "--json"]).stdout)
    assert {"items", "generation", "language", "schema"} <= set(about)
    with Archive.open(archive) as opened:
        assert about == {**as_json(opened.info()), "synced": None}


def test_an_archive_without_items(runner: CliRunner, tmp_path: Path) -> None:
    Archive.create(tmp_path / "empty", language="none").close()
    result = runner.invoke(main, ["info", "--index", "empty"])
    assert result.exit_code == 0
    assert "none\n" in result.stdout
