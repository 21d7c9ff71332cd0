"""A folder and the history of the same files make no item twice: the second run is refused."""

from pathlib import Path

import pytest

from indexer.sync.dry_run import plan_files
from indexer.sync.overlaps import FilesOverlap
from indexer.sync.run import index_files, index_history
from search import Archive
from tests.indexer.find.test_history import Repo
from tests.indexer.sync.test_history import day, file

FILES = {"news/a.md": file("a"), "news/local/d.md": file("d"), "x.md": file("x")}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository whose work tree has the files of its only commit."""
    repo = Repo(tmp_path / "repo")
    repo.commit(FILES, at=day(0))
    for name, text in FILES.items():
        path = repo.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return repo


def held(index: Path) -> tuple[int, list[str]]:
    with Archive.open(index) as archive:
        return archive.generation, sorted(item.title for item in archive.items())


@pytest.mark.parametrize(
    ("folder", "path", "there"),
    [
        ("news", "", "with “--path news”"),
        ("news/local", "news", "with “--path news/local”"),
        ("", "news", "without --path"),
        ("news", "news/local", "with “--path news”"),
        ("news/local/d.md", "", ""),
        ("..", "news", ""),
    ],
)
def test_a_history_of_files_that_are_there_is_refused_and_nothing_is_changed(
    repo: Repo, tmp_path_factory: pytest.TempPathFactory, folder: str, path: str, there: str
) -> None:
    index = tmp_path_factory.mktemp("other") / "index"
    index_files([repo.path / folder], index)
    before = held(index)
    with pytest.raises(FilesOverlap) as refused:
        index_history(repo.path, path, index)
    told = str(refused.value)
    assert "indexed without --git" in told
    assert "--rebuild to have an archive of the history" in told
    assert (f"Index the history {there} to add it" in told) == bool(there)
    assert held(index) == before
    if there:
        same = "" if there == "without --path" else folder
        assert index_history(repo.path, same, index).added == len(before[1])
        assert held(index)[1] == before[1]
    index_history(repo.path, path, index, rebuild=True)
    assert len(set(held(index)[1])) == len(held(index)[1])


@pytest.mark.parametrize(("path", "folder"), [("", "news"), ("news", ""), ("news/local", "news")])
def test_a_folder_of_a_history_that_is_there_is_refused_and_nothing_is_changed(
    repo: Repo, tmp_path: Path, path: str, folder: str
) -> None:
    index = tmp_path / "index"
    index_history(repo.path, path, index)
    before = held(index)
    for run in (index_files, plan_files):
        with pytest.raises(FilesOverlap) as refused:
            run([repo.path / folder], index)
        assert f"Index with “--git {repo.path}”" in str(refused.value)
    assert held(index) == before
    index_files([repo.path / folder], index, rebuild=True)
    assert len(set(held(index)[1])) == len(held(index)[1])


@pytest.mark.parametrize(
    ("first", "second"), [("news", "news/local"), ("news/local", "news"), ("", "news/a.md")]
)
def test_a_folder_in_one_that_is_there_or_around_it_is_refused(
    repo: Repo, tmp_path: Path, first: str, second: str
) -> None:
    index = tmp_path / "index"
    index_files([repo.path / first], index)
    before = held(index)
    for run in (index_files, plan_files):
        with pytest.raises(FilesOverlap) as refused:
            run([repo.path / second], index)
        told = str(refused.value)
        assert f"Index {repo.path / first} as before" in told
        assert "--rebuild" in told
    assert held(index) == before
    index_files([repo.path / first], index)
    index_files([repo.path / second], index, rebuild=True)
    assert len(set(held(index)[1])) == len(held(index)[1])


def test_files_that_are_in_no_commit_are_not_taken_for_those_of_a_history(
    repo: Repo, tmp_path: Path
) -> None:
    built, index = repo.path / "built", tmp_path / "index"
    built.mkdir()
    (built / "own.md").write_text(file("own"))
    index_files([built], index)
    index_history(repo.path, "", index)
    assert held(index)[1] == ["a", "d", "own", "x"]
    (built / "more.md").write_text(file("more"))
    index_files([built], index)
    assert held(index)[1] == ["a", "d", "more", "own", "x"]
