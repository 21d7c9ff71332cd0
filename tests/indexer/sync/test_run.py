"""One indexing run, from Python."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from indexer.find.folders import PathMissing, Source
from indexer.ledger import Entry, Ledger
from indexer.sync.run import index_files
from search import Archive, LanguageMismatch, LanguageUnknown


def test_a_run_accounts_for_every_file(news: Path, tmp_path: Path) -> None:
    (news / "notes.txt").write_text("no item", encoding="utf-8")
    (news / "more.md").write_bytes((news / "program.md").read_bytes())
    entries: list[Entry] = []
    summary = index_files([news], tmp_path / "index", report=entries.append)
    assert (summary.added, summary.repaired, summary.refused, summary.skipped) == (3, 1, 2, 1)
    assert summary.rate == summary.added / summary.seconds
    (refusals,) = summary.refusals
    assert (refusals.reason, refusals.files) == ("binary", 2)
    assert refusals.example in entries
    assert {Path(entry.file).name for entry in entries} == {
        "cafe.md",
        "more.md",
        "notes.txt",
        "program.md",
    }
    assert not any(entry.id for entry in entries)
    assert {entry.id: entry.file for entry in Ledger.beside(tmp_path / "index").entries()} == {
        entry.file.removeprefix(f"{news}/"): entry.file for entry in entries
    }


def one_other(folder: Path) -> Path:
    """Return a folder beside others that has one file."""
    folder.mkdir()
    (folder / "other.md").write_text("---\ntitle: Other\n---\n")
    return folder


def test_one_run_is_one_commit(news: Path, tmp_path: Path) -> None:
    index_files([one_other(tmp_path / "other")], tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        before = archive.generation
        index_files([news], tmp_path / "index")
        assert archive.generation == before + 1
        assert archive.info().items == 4


def test_progress_is_given_every_file_and_may_stop_the_run(news: Path, tmp_path: Path) -> None:
    index_files([one_other(tmp_path / "other")], tmp_path / "index")
    given: list[str] = []

    def progress(sources: Iterable[Source]) -> Iterator[Source]:
        first, *others = sources
        given.extend(source.id for source in (first, *others))
        yield first
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_files([news], tmp_path / "index", progress=progress)
    assert given == ["2026/comet.md", "2026/strike.md", "cafe.md", "program.md"]
    with Archive.open(tmp_path / "index") as archive:
        assert archive.info().items == 1


@pytest.mark.parametrize(
    ("folder", "language", "error"),
    [("absent", None, PathMissing), ("news", "klingon", LanguageUnknown)],
)
def test_a_wrong_call_makes_nothing(
    news: Path, tmp_path: Path, folder: str, language: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        index_files([tmp_path / folder], tmp_path / "index", language=language)
    assert not (tmp_path / "index").exists()


def test_an_archive_keeps_its_language(news: Path, tmp_path: Path) -> None:
    index_files([news], tmp_path / "index", language="german")
    index_files([news], tmp_path / "index")
    with pytest.raises(LanguageMismatch, match="german, not french"):
        index_files([news], tmp_path / "index", language="french")


def test_a_language_is_the_same_however_it_is_written(news: Path, tmp_path: Path) -> None:
    index_files([news], tmp_path / "index", language="German")
    index_files([news], tmp_path / "index", language="German")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.language == "german"
