"""`backfile search`."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, as_json

MARK = "\x1b[31m\x1b[1m"


def ids(runner: CliRunner, *args: str) -> list[str]:
    result = runner.invoke(main, ["search", "--json", *args])
    assert result.stderr == ""
    return [hit["id"] for hit in json.loads(result.stdout)["hits"]]


STRIKE, COMET, HARBOUR = "2026/strike.md", "2026/comet.md", "2025/harbour.md"


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["port", "strike"], [STRIKE]),
        (['"port strike"'], [STRIKE]),
        ([], [COMET, STRIKE, HARBOUR]),
        (["--sort", "oldest"], [HARBOUR, STRIKE, COMET]),
        (["--limit", "1"], [COMET]),
        (["--source", "Radio Kestrel"], [COMET, STRIKE]),
        (["--source", "Radio Kestrel", "--source", "Harbour Post"], [COMET, STRIKE]),
        (["--source", "Radio Kestrel", "--tag", "comet"], [COMET]),
        (["--tag", "strike"], [STRIKE, HARBOUR]),
        (["--category", "science"], [COMET]),
        (["--since", "2026-01-04"], [COMET]),
        (["--until", "2025"], [HARBOUR]),
        (["--since", "2026-01-03", "--until", "2026-01-03"], [STRIKE]),
        (["--", "strike", "-port"], [COMET]),
        (["strike -port"], [COMET]),
    ],
    ids=lambda value: " ".join(value) or "everything",
)
def test_what_is_found(runner: CliRunner, archive: Path, args: list[str], found: list[str]) -> None:
    assert ids(runner, *args) == found


def test_json_is_the_page(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "strike (port", "--json", "--limit", "5"])
    assert result.stderr == ""
    with Archive.open(archive) as opened:
        expected = as_json(opened.search("strike (port", per_page=5))
    assert result.stdout == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    assert set(expected["facets"]) >= {"sources", "tags", "year"}


def test_text_on_a_terminal_and_in_a_file(runner: CliRunner, archive: Path) -> None:
    coloured = runner.invoke(main, ["search", "midnight"], color=True).stdout
    assert f"{MARK}midnight\x1b[0m" in coloured
    plain = runner.invoke(main, ["search", "midnight"]).stdout
    assert plain.startswith("1 item\n\n1  Comet seen over the bay\n")
    assert "\x1b" not in plain


def test_no_colour_where_it_is_not_wanted(
    runner: CliRunner, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in runner.invoke(main, ["search", "midnight"], color=True).stdout


def test_notes_are_not_mixed_with_hits(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "comet (seen"])
    assert result.exit_code == 0
    assert result.stderr.startswith("Note: ")
    assert "Note" not in result.stdout


def test_what_was_meant_is_asked_beside_the_hits(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "midnihgt"])
    assert "Did you mean: midnight (1 item)\n" in result.stderr
    assert "midnight" not in result.stdout


def test_few_hits_are_told_of_those_that_have_most_of_the_words(
    runner: CliRunner, archive: Path
) -> None:
    result = runner.invoke(main, ["search", "over strike"])
    with Archive.open(archive) as opened:
        page = opened.search("over strike")
    assert page.most
    assert f"Note: {page.most.total} items have most of these words. See" in result.stderr
    most = runner.invoke(main, ["search", "over strike", "--match", "most"])
    assert most.stdout.startswith(f"{page.most.total} items\n")


@pytest.mark.parametrize("json_wanted", [False, True], ids=["text", "json"])
def test_nothing_found(runner: CliRunner, archive: Path, json_wanted: bool) -> None:
    args = ["search", "tag:comet", "xyzzy", *(["--json"] if json_wanted else [])]
    result = runner.invoke(main, args)
    assert result.exit_code == 1
    if json_wanted:
        answer: dict[str, Any] = json.loads(result.stdout)
        assert [clause["total"] for clause in answer["clauses"]] == [1, 0]
    else:
        assert "  1  tag:comet\n  0  xyzzy\nWithout xyzzy: 1 item.\n" in result.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--as-of", "someday"], "as_of: 'someday' is not a date; write one like 2026-01-31"),
        (["--since", "someday"], "since: 'someday' is not a date; write one like 2026-01-31"),
        (["--limit", "101"], "'101' is not a whole number from 1 to 100."),
        (["--sort", "best"], "'relevance', 'newest', 'oldest'"),
        (["strike", "-football"], "backfile search -- strike -football"),
        (["strike", "--sorce", "x"], "--source"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_use(runner: CliRunner, archive: Path, args: list[str], message: str) -> None:
    result = runner.invoke(main, ["search", *args])
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_query_cannot_steer_the_terminal(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "strike", "--source", "\x1b[2J\x9b"], color=True)
    assert result.exit_code == 1
    assert not {"\x1b", "\x9b"} & {*result.stdout, *result.stderr}


def test_settings_from_the_environment(
    runner: CliRunner, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BACKFILE_LIMIT", "2")
    assert ids(runner) == [COMET, STRIKE]
    assert ids(runner, "--limit", "1") == [COMET]
    Archive.create(tmp_path / "other").close()
    monkeypatch.setenv("BACKFILE_INDEX", "other")
    assert ids(runner) == []


def test_the_archive_as_it_stood_on_a_day(runner: CliRunner, archive: Path) -> None:
    with Archive.open(archive) as opened:
        item = opened.item(COMET)
        before = replace(item, title="A light in the sky")
        after = replace(item, seen=datetime(2026, 1, 6, tzinfo=UTC))
        opened.add([[before, after]])
    assert ids(runner, "light", "--as-of", "2026-01-05") == [COMET]
    result = runner.invoke(main, ["search", "light", "--as-of", "2026-01-05"])
    assert result.stdout.startswith("1 item, as the archive stood on 2026-01-05\n")
    assert runner.invoke(main, ["search", "title:light", "--as-of", "2026-01-06"]).exit_code == 1


def test_a_timeline_is_printed_instead_of_items(runner: CliRunner, archive: Path) -> None:
    result = runner.invoke(main, ["search", "strike", "--timeline", "--by", "month"])
    assert result.stdout.splitlines()[2:3] == ["Month                     Items (held)"]
    assert STRIKE not in result.stdout
    assert runner.invoke(main, ["search", "--timeline", "zebra"]).exit_code == 1
    answer = json.loads(runner.invoke(main, ["search", "strike", "--by", "week", "--json"]).stdout)
    assert answer["timeline"]["by"] == "week"


def test_only_what_came_in_after_a_generation(runner: CliRunner, archive: Path) -> None:
    with Archive.open(archive) as opened:
        number = opened.generation
        opened.add([replace(opened.item(COMET), id="new.md")])
    assert ids(runner, "--new-since", str(number)) == ["new.md"]
    assert runner.invoke(main, ["search", "--new-since", str(number + 1)]).exit_code == 1
    result = runner.invoke(main, ["search", "--new-since", "77"])
    assert "Note: Left out the limit to what is new: it counts from update 77" in result.stderr
    assert runner.invoke(main, ["search", "--new-since", "x"]).exit_code == 2
