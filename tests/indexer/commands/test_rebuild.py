"""`backfile index --rebuild`, and indexing in several processes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive


def ids(index: str = "backfile-index") -> set[str]:
    with Archive.open(index) as archive:
        return {hit.id for hit in archive.search(per_page=100).hits}


def test_a_rebuilt_archive_holds_the_named_folders_only(
    runner: CliRunner, news: Path, archive: Path
) -> None:
    before = ids()
    with Archive.open(archive) as reading:
        assert reading.search("dockers").total == 1
        result = runner.invoke(main, ["index", "--rebuild", "news"])
        assert result.exit_code == 0
        assert reading.search("striker~").generation == 2, "readers see the new items at once"
    assert ids() == {"2026/strike.md", "2026/comet.md", "cafe.md"} != before
    assert len(list(archive.glob("*.seg"))) == 1, "what was replaced is gone"


def older(archive: Path) -> None:
    about = json.loads((archive / "backfile.json").read_text())
    (archive / "backfile.json").write_text(json.dumps(about | {"schema": 1}))


def cut(archive: Path) -> None:
    (archive / "contents.copy").unlink()
    for path in archive.glob("*.toc"):
        path.write_bytes(path.read_bytes()[:100])


def untold(archive: Path) -> None:
    (archive / "backfile.json").write_text("{")


#: Whoosh leaves a file that it could not read to the garbage collector.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(older, "rebuild needed: backfile index --rebuild", id="older-version"),
        pytest.param(cut, "--rebuild", id="half-a-table-of-contents"),
        pytest.param(untold, "--rebuild", id="no-description"),
    ],
)
def test_a_rebuild_makes_an_unusable_index_usable(
    runner: CliRunner, news: Path, archive: Path, spoil: object, said: str
) -> None:
    assert callable(spoil)
    spoil(archive)
    failed = runner.invoke(main, ["search", "strike"])
    assert failed.exit_code == 3
    assert said in failed.stderr
    assert runner.invoke(main, ["index", "--rebuild", "news"]).exit_code == 0
    assert ids() == {"2026/strike.md", "2026/comet.md", "cafe.md"}
    assert runner.invoke(main, ["check"]).exit_code == 0


def test_a_rebuild_keeps_the_language_unless_another_is_named(
    runner: CliRunner, news: Path
) -> None:
    Archive.create("german", language="german").close()
    common = ["index", "--rebuild", "--index", "german", "news"]
    assert runner.invoke(main, common).exit_code == 0
    with Archive.open("german") as archive:
        assert archive.language == "german"
    assert runner.invoke(main, [*common, "--language", "french"]).exit_code == 0
    with Archive.open("german") as archive:
        assert archive.language == "french"
        assert archive.search("dockers").total == 1


def test_a_rebuild_makes_an_archive_if_there_is_none(runner: CliRunner, news: Path) -> None:
    assert runner.invoke(main, ["index", "--rebuild", "news"]).exit_code == 0
    assert ids() == {"2026/strike.md", "2026/comet.md", "cafe.md"}


def test_a_folder_that_is_no_archive_is_left_alone(runner: CliRunner, news: Path) -> None:
    result = runner.invoke(main, ["index", "--rebuild", "--index", "news", "news"])
    assert result.exit_code == 3
    assert "there is no archive" in result.stderr
    assert not list(news.glob("*.seg"))


@pytest.mark.thorough
def test_several_processes_make_the_same_archive(runner: CliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1_100):
        text = f"---\ntitle: Item {number} of {'comet' if number % 3 else 'strike'}\n---\nText.\n"
        (folder / f"{number}.md").write_text(text)
    (folder / "empty.md").write_text("")
    answers = []
    for jobs in ("1", "2"):
        index = f"index-{jobs}"
        arguments = ["index", "many", "--index", index, "--jobs", jobs, "--ledger", f"{jobs}.jsonl"]
        assert runner.invoke(main, arguments).exit_code == 0
        with Archive.open(index) as archive:
            page = archive.search("strike", per_page=100)
            scores = [(hit.id, round(hit.score, 4)) for hit in page.hits]
            answers.append((page.total, scores, archive.info().items))
    assert answers[0] == answers[1]
    assert answers[0][2] == 1_100
    entries = [sorted(Path(f"{jobs}.jsonl").read_text().splitlines()) for jobs in (1, 2)]
    assert entries[0] == entries[1]
    assert len(entries[0]) == 1_101
