"""`backfile stories`, `backfile search --group story` and `backfile index --no-stories`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, as_json
from search.embedded.store.layout import trailer_of, with_check

FILE = "---\ntitle: {title}\ndate: 2026-01-0{day}\nlink: https://globe.example/{link}\n---\nText.\n"
TITLES = {
    "1.md": ("Port strike begins in Northhaven", 2, "strike"),
    "2.md": ("Dockers stay out", 3, "strike"),
    "3.md": ("Comet seen over the bay", 3, "comet"),
}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    for name, (title, day, link) in TITLES.items():
        Path("news", name).write_text(FILE.format(title=title, day=day, link=link))
    return tmp_path / "backfile-index"


def run(runner: CliRunner, *args: str, code: int = 0) -> str:
    result = runner.invoke(main, args)
    assert result.exit_code == code, result.output
    return result.output


def test_stories_are_listed(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news")
    lines = run(runner, "stories").splitlines()
    assert lines[0] == "3 items in 2 stories"
    assert lines[2] == "1  Port strike begins in Northhaven"
    assert lines[3].strip() == "Story of 2 items, 1 outlet, 2026-01-02 to 2026-01-03"
    assert lines[4].strip() == "story:1.md"
    assert run(runner, "search", "story:1.md").startswith("2 items\n")
    assert "1 item found" in run(runner, "stories", "--since", "2026-01-03")
    assert run(runner, "stories", "zebra", code=1).endswith("Nothing found.\n")


def test_what_is_told_and_listed_can_be_typed_and_filed(runner: CliRunner, index: Path) -> None:
    Path("news/1.md").rename("news/1 (b).md")
    run(runner, "index", "news")
    told = runner.invoke(main, ["stories", "--story", "1 (b).md", "--as-of", "1999"])
    assert 'story:"1 (b).md"' in told.stdout.splitlines()
    assert "\x1b" not in told.stdout
    assert "No item here has a time" in told.stderr
    assert "Fewer: another word, --since, --until." in run(runner, "stories", "--limit", "1")


def test_json_is_the_page(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news")
    with Archive.open(index) as archive:
        expected = as_json(archive.stories("strike", by="none"))
    assert json.loads(run(runner, "stories", "strike", "--json")) == expected


def test_hits_are_put_together(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news")
    text = run(runner, "search", "--group", "story")
    assert text.startswith("3 items in 2 stories\n")
    assert "Story of 2 items" in text
    assert "Story of" not in run(runner, "search")


def test_an_archive_may_be_without_stories(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news", "--no-stories")
    assert not list(index.glob("stories.*"))
    told = run(runner, "stories")
    assert "knows no stories" in told
    assert "index --stories" in " ".join(told.split())
    before = {path.name for path in index.iterdir()}
    run(runner, "index", "news")
    assert {path.name for path in index.iterdir()} == before, "the choice is kept"
    run(runner, "check")
    run(runner, "index", "news", "--rebuild")
    assert not list(index.glob("stories.*"))
    run(runner, "index", "news", "--stories")
    assert len(list(index.glob("stories.*"))) == 1
    assert run(runner, "stories").startswith("3 items in 2 stories\n")


def test_stories_of_another_version_are_told_anew_and_it_is_said(
    runner: CliRunner, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("story_file", "story_column"):
        monkeypatch.setattr(f"search.embedded.store.{name}.ALGORITHM", 0)
    run(runner, "index", "news")
    monkeypatch.undo()
    monkeypatch.chdir(index.parent)
    told = "another version of the stories"
    assert told in " ".join(run(runner, "search", "strike").split())
    assert told in run(runner, "check"), "and nothing is damaged"
    with Archive.open(index) as archive:
        assert archive.search().stories is None
    said = " ".join(run(runner, "index", "news").split())
    assert told in said
    assert "damaged files" not in said.lower()
    assert run(runner, "stories").startswith("3 items in 2 stories\n")
    assert "version" not in run(runner, "index", "news")


def test_stories_of_an_older_archive_are_told_by_the_next_run(
    runner: CliRunner, index: Path
) -> None:
    run(runner, "index", "news")
    (file,) = index.glob("stories.*")
    file.unlink()
    for table in (*index.glob("*.toc"), index / "contents.copy"):
        data = table.read_bytes()
        told = replace(trailer_of(data), stories=None, id=None)
        table.write_bytes(with_check(data[: data.rindex(b'{"schema"')], told))
    told = run(runner, "stories")
    assert "knows no stories" in told
    assert "index --stories" in " ".join(told.split())
    assert "still to be found" in run(runner, "check")
    run(runner, "index", "news")
    assert run(runner, "stories").startswith("3 items in 2 stories\n")


def test_one_story_is_told_with_rewordings(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news")
    lines = run(runner, "stories", "--story", "2.md").splitlines()
    assert "Port strike begins in Northhaven" in lines[0]
    assert lines[1] == "story:1.md"
    assert "2026-01-03" in lines
    assert "  2026-01-02  Port strike begins in Northhaven" in lines
    assert "  2026-01-03  Dockers stay out" in lines
    why = lines.index("    Begins the story")
    assert "Proved by an article that it shares" in lines[why + 4], "behind its day and title"
    assert any(line.startswith("2026-01-02  1 (1)  █") for line in lines), "the days and counts"
    told = json.loads(run(runner, "stories", "--story", "2.md", "--json"))
    with Archive.open(index) as archive:
        assert told == json.loads(json.dumps(as_json(archive.story("2.md"))))
    assert [own["text"] for own in told["rewordings"][0]["wordings"]] == [
        "Port strike begins in Northhaven",
        "Dockers stay out",
    ]


def test_a_story_takes_no_query_and_must_be_there(runner: CliRunner, index: Path) -> None:
    run(runner, "index", "news")
    assert "takes no QUERY" in run(runner, "stories", "comet", "--story", "2.md", code=2)
    assert "9.md" in run(runner, "stories", "--story", "9.md", code=2)
