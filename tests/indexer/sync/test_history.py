"""A repository's history becomes an archive of its items' states."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import indexer.sync.run
from indexer.ledger import Ledger
from indexer.read.outlets import Outlets
from indexer.sync.accounts import Summary
from indexer.sync.manifest import Manifest
from indexer.sync.missing import FilesGone
from indexer.sync.overlaps import FilesOverlap
from indexer.sync.run import index_files, index_history
from search import Archive, ItemNotFound
from search.engines import beside
from tests.indexer.find.test_history import Repo

#: Noon of a day, in seconds.
DAY = 86_400
START = int(datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp())


def file(title: str, text: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: 2026-01-01\n---\n{text}\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Four days: two items, one of which changes while the other goes; and what is not an item."""
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {"news/a.md": file("first"), "news/b.md": file("other"), "x.md": file("x")}, at=day(0)
    )
    repo.commit(
        {"news/a.md": file("second"), "news/b.md": file("other"), "x.md": file("x")}, at=day(1)
    )
    repo.commit({"news/a.md": file("second"), "x.md": file("x")}, at=day(2))
    repo.commit(
        {"news/a.md": file("third", "More."), "news/c.md": "\0", "x.md": file("x")}, at=day(3)
    )
    return repo


def day(number: int) -> int:
    return START + number * DAY


def index(repo: Repo, **how: Any) -> Summary:
    return index_history(repo.path, "news", repo.path.parent / "index", **how)


def titles(repo: Repo, as_of: str | None = None) -> set[str]:
    with Archive.open(repo.path.parent / "index") as archive:
        assert archive.check() >= 0
        return {hit.title for hit in archive.search(as_of=as_of, per_page=100).hits}


def test_every_state_of_every_file_is_in_the_archive(repo: Repo) -> None:
    summary = index(repo)
    assert (summary.added, summary.refused) == (2, 1)
    assert titles(repo) == {"third", "other"}
    assert titles(repo, "2025-12-31") == set()
    assert titles(repo, "2026-01-01") == {"first", "other"}
    assert titles(repo, "2026-01-02") == titles(repo, "2026-01-03") == {"second", "other"}
    with Archive.open(repo.path.parent / "index") as archive:
        item = archive.item("a.md")
        assert [version.title for version in item.versions] == ["first", "second"]
        assert item.seen == datetime(2026, 1, 4, 12, tzinfo=UTC)
        assert archive.item("a.md", as_of="2026-01-02").text == "Text."
        assert archive.item("b.md").gone == date(2026, 1, 3)
        assert archive.search("first").total == 0
        assert archive.search("first", as_of="2026-01-01").total == 1
        with pytest.raises(ItemNotFound):
            archive.item("x.md")


def test_a_run_reads_on_from_the_commit_of_the_last_run(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(repo)
    before = Archive.open(repo.path.parent / "index").generation
    assert index(repo).unchanged == 2
    assert Archive.open(repo.path.parent / "index").generation == before
    repo.commit({"news/a.md": file("fourth"), "news/b.md": file("other")}, at=day(5))
    summary = index(repo)
    assert (summary.added, summary.changed) == (2, 2)
    with Archive.open(repo.path.parent / "index") as archive:
        versions = [version.title for version in archive.item("a.md").versions]
        assert versions == ["first", "second", "third"]
        assert archive.item("b.md").gone is None
        went = [(state.seen.day, state.gone) for state in archive.states("b.md") if state.seen]
        assert went == [(1, date(2026, 1, 3)), (6, None)], "it came back as it was"
    expected = titles(repo, "2026-01-04"), titles(repo, "2026-01-06")
    index(repo, rebuild=True)
    assert (titles(repo, "2026-01-04"), titles(repo, "2026-01-06")) == expected


#: What stands at a path on each day -> (day seen, title, day gone) of each state.
COMING_AND_GOING = [
    pytest.param(["a", "a"], [(1, "a", None)], id="stays"),
    pytest.param(["a", None], [(1, "a", 2)], id="goes"),
    pytest.param(["a", None, "a"], [(1, "a", 2), (3, "a", None)], id="returns-as-it-was"),
    pytest.param(["a", None, "b"], [(1, "a", 2), (3, "b", None)], id="returns-changed"),
    pytest.param(
        ["a", None, "a", None, "a", None], [(1, "a", 2), (3, "a", 4), (5, "a", 6)], id="often"
    ),
    pytest.param([None, "a", "b", None], [(2, "a", None), (3, "b", 4)], id="comes-late"),
    pytest.param(["a", "\0", "a"], [(1, "a", None)], id="no-item-in-between"),
    pytest.param(["a", "", "a"], [(1, "a", 2), (3, "a", None)], id="emptied-in-between"),
    pytest.param(["a", None, "\0", "a"], [(1, "a", 2), (4, "a", None)], id="returns-as-no-item"),
    pytest.param(["a", None, None, "b", "b"], [(1, "a", 2), (4, "b", None)], id="long-gap"),
]


@pytest.mark.parametrize(("titles_of_days", "expected"), COMING_AND_GOING)
@pytest.mark.parametrize("in_steps", [False, True], ids=["at-once", "day-by-day"])
def test_a_gap_in_a_file_is_known(
    tmp_path: Path,
    titles_of_days: list[str | None],
    expected: list[tuple[int, str, int | None]],
    in_steps: bool,
) -> None:
    repo = Repo(tmp_path / "repo")
    for number, title in enumerate(titles_of_days):
        content = {} if title is None else {"news/x.md": file(title) if title.isalpha() else title}
        repo.commit({"news/other.md": file("other"), **content}, at=day(number))
        if in_steps:
            index(repo)
    index(repo)
    with Archive.open(tmp_path / "index") as archive:
        states = archive.states("x.md")
        told = [(own.seen.day, own.title, own.gone and own.gone.day) for own in states if own.seen]
        assert told == expected
        for number in range(len(titles_of_days)):
            as_of = date(2026, 1, 1 + number)
            hits = archive.search("-other", as_of=as_of, standing=True).hits
            known = [own for own in expected if own[0] <= as_of.day]
            there = [title for _, title, gone in known[-1:] if not gone or gone > as_of.day]
            assert [hit.title for hit in hits] == there


def test_states_of_one_second_are_all_kept(repo: Repo) -> None:
    """So they are, too, if clocks went back: the times that count never do."""
    index(repo)
    for number, title in enumerate(("fourth", None, "fifth", "sixth", None)):
        content = {"news/a.md": file(title)} if title else {}
        repo.commit({**content, "news/other.md": file(f"other {number}")}, at=day(5))
        index(repo)
    with Archive.open(repo.path.parent / "index") as archive:
        told = [(own.title, own.gone and own.gone.day) for own in archive.states("a.md")]
    assert told == [
        *(("first", None), ("second", None), ("third", None)),
        *(("fourth", 6), ("fifth", None), ("sixth", 6)),
    ]


def test_a_rebased_history_keeps_every_version(repo: Repo) -> None:
    repo.head = []
    for title in ("V1", "V2", "V3", "V4"):
        repo.commit({"news/a.md": file(title)}, at=day(9))
    index(repo)
    with Archive.open(repo.path.parent / "index") as archive:
        assert [own.title for own in archive.states("a.md")] == ["V1", "V2", "V3", "V4"]


def test_a_clock_that_was_far_ahead_of_all_later_ones_is_not_believed(repo: Repo) -> None:
    """Also if it was the newest when the archive was made: then all is read again."""
    repo.head = []
    other, late = {"news/o.md": file("other")}, 1500
    repo.commit({"news/a.md": file("V1")}, at=day(0))
    repo.commit({"news/a.md": file("V1"), **other}, at=day(late))
    index(repo)
    repo.commit({"news/a.md": file("V2"), **other}, at=day(31))
    index(repo)
    repo.commit({"news/a.md": file("V3"), **other}, at=day(59))
    index(repo)
    repo.commit({"news/a.md": file("V3"), **other, "news/n.md": file("new")}, at=day(63))
    index(repo)
    assert titles(repo, "2026-01-15") == {"V1"}
    assert titles(repo, "2026-02-02") == {"V2", "other"}
    assert titles(repo, "2026-03-05") == {"V3", "other", "new"}
    with Archive.open(repo.path.parent / "index") as archive:
        assert [own.title for own in archive.states("a.md")] == ["V1", "V2", "V3"]


def test_a_rewritten_history_is_read_anew(repo: Repo) -> None:
    index(repo)
    repo.head = []
    repo.commit({"news/new.md": file("a new beginning")}, at=day(9))
    assert index(repo, prune=True).removed == 2
    assert titles(repo) == {"a new beginning"}


def test_a_line_that_has_none_of_the_files_is_refused(repo: Repo) -> None:
    """As a folder is of which all files are gone: the branch of a site, say, that was built."""
    index(repo)
    before = states_of_all(repo)
    repo.head = []
    repo.commit({"news/index.html": file("the built site")}, at=day(9))
    with pytest.raises(FilesGone, match=r"files are missing.*right branch.*--prune"):
        index(repo)
    assert states_of_all(repo) == before


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        pytest.param(["AB1"], (1, 0, 1, 2), id="one-goes-one-comes"),
        pytest.param([""], (0, 0, 3, 0), id="all-go"),
        pytest.param(["aBC", "BC"], (0, 0, 1, 2), id="one-changes-and-goes"),
        pytest.param(["BC", "ABC"], (1, 1, 0, 2), id="one-goes-and-returns"),
        pytest.param(["BC", "", "b"], (1, 1, 2, 0), id="all-go-and-one-returns-changed"),
        pytest.param(["1ABC", "ABC"], (1, 0, 0, 3), id="a-new-one-goes"),
    ],
)
@pytest.mark.parametrize(
    "is_rewritten",
    [False, pytest.param(True, marks=pytest.mark.thorough)],
    ids=["goes-on", "rewritten"],
)
def test_files_that_commits_removed_are_counted_as_kept(
    tmp_path: Path, commits: list[str], expected: tuple[int, ...], is_rewritten: bool
) -> None:
    def commit(number: int, names: str) -> str:
        files = {f"news/{name.lower()}.md": file(f"title {name}") for name in names}
        return repo.commit({"x.md": file("x"), **files}, at=day(number))

    repo = Repo(tmp_path / "repo")
    first = commit(0, "ABC")
    if is_rewritten:
        commit(1, "ABC")
    index(repo)
    repo.head = [first]
    for number, names in enumerate(commits, 3):
        commit(number, names)
    summary = index(repo)
    counts = summary.added, summary.changed, summary.kept, summary.unchanged
    assert counts == expected
    again = index(repo)
    assert (again.added, again.kept) == (0, 0)


def states_of_all(repo: Repo) -> dict[str, Any]:
    with Archive.open(repo.path.parent / "index") as archive:
        return {item.id: archive.states(item.id) for item in archive.items()}


def test_after_a_rewritten_history_what_really_changed_is_counted(repo: Repo) -> None:
    """The third commit is replaced: c comes, and b stays."""
    files = {"news/a.md": file("first"), "news/b.md": file("other"), "news/d.md": file("d")}
    repo.head = []
    repo.commit(files, at=day(0))
    second = repo.commit(files | {"news/a.md": file("second")}, at=day(1))
    repo.commit(files | {"news/a.md": file("thrown away")}, at=day(2))
    index(repo)
    repo.head = [second]
    repo.commit(files | {"news/a.md": file("third"), "news/c.md": file("c")}, at=day(3))
    summary = index(repo)
    assert (summary.added, summary.changed, summary.unchanged, summary.removed) == (2, 1, 2, 0)
    healed = states_of_all(repo)
    assert [state.title for state in healed["a.md"]] == ["first", "second", "third"]
    index(repo, rebuild=True)
    assert states_of_all(repo) == healed


def test_a_line_that_went_back_counts_what_changed(repo: Repo) -> None:
    head = repo.head
    repo.commit({"news/a.md": file("fourth"), "x.md": file("x")}, at=day(4))
    index(repo)
    repo.git.references.create("refs/heads/main", head[0], force=True)
    summary = index(repo)
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert titles(repo) == {"third", "other"}


def test_a_shallow_clone_that_was_deepened_is_read_anew(repo: Repo, tmp_path: Path) -> None:
    clone = tmp_path / "clone"

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    git("clone", "--depth", "2", f"file://{repo.path}", str(clone))
    first = index_history(clone, "news", tmp_path / "index")
    assert first.skipped == 1
    with Archive.open(tmp_path / "index") as archive:
        assert len(archive.states("a.md")) == 2
    assert index_history(clone, "news", tmp_path / "index").added == 0
    git("-C", str(clone), "fetch", "--unshallow")
    summary = index_history(clone, "news", tmp_path / "index")
    assert (summary.changed, summary.skipped) == (1, 0)
    with Archive.open(tmp_path / "index") as archive:
        assert len(archive.states("a.md")) == 3
        assert archive.item("b.md").gone == date(2026, 1, 3)


@pytest.mark.thorough
def test_several_processes_make_the_same(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        names = [f"news/{name}.md" for name in range(number, number + 9)]
        repo.commit({name: file(f"{name} at {number}") for name in names}, at=day(10 + number))
    index(repo)
    with Archive.open(repo.path.parent / "index") as archive:
        one = [archive.states(item.id) for item in archive.items()]
    monkeypatch.setattr(indexer.sync.run, "FILES_WORTH_A_PROCESS", 1)
    index(repo, jobs=2, rebuild=True)
    with Archive.open(repo.path.parent / "index") as archive:
        assert [archive.states(item.id) for item in archive.items()] == one


def test_files_and_histories_are_kept_apart(repo: Repo, tmp_path: Path) -> None:
    index(repo)
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.md").write_text(file("of a file"))
    (tmp_path / "files/own.md").write_text(file("own"))
    summary = index_files([tmp_path / "files"], tmp_path / "index")
    assert (summary.added, summary.refused) == (1, 1)
    taken, other = Ledger.beside(tmp_path / "index").entries()
    assert (taken.reason, other.reason) == ("same-id", "binary"), "the second is of the history"
    assert f"a file of the history of {repo.path} with --path news, which" in taken.detail
    assert titles(repo) == {"third", "other", "own"}
    repo.commit({"news/own.md": file("of the history")}, at=day(20))
    index(repo)
    assert titles(repo) == {"third", "other", "own"}
    assert Manifest.load(beside(tmp_path / "index")).files["own.md"].root == 1


def test_states_that_a_stopped_run_committed_are_read_again(repo: Repo) -> None:
    """It commits on its way, and takes note of the newest commit at its end."""
    index(repo)
    first = Manifest.load(beside(repo.path.parent / "index"))
    for number in range(4):
        repo.commit({"news/a.md": file(f"state {number}")}, at=day(10 + number))
    index(repo)
    with Archive.open(repo.path.parent / "index") as archive:
        states = archive.states("a.md")
    stopped = Manifest.load(beside(repo.path.parent / "index"))
    stopped.commits = first.commits
    stopped.save(beside(repo.path.parent / "index"))
    index(repo)
    with Archive.open(repo.path.parent / "index") as archive:
        assert archive.states("a.md") == states


def test_another_table_of_outlets_reads_files_and_histories_again(
    repo: Repo, tmp_path: Path
) -> None:
    """A run over either of them must not make the next run trust what it has not read."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/own.md").write_text(file("own"))
    others = Outlets({"The Post": "Post"})
    for first, second in (("files", "history"), ("history", "files")):
        table = others if first == "files" else None
        for supplier in (first, second):
            if supplier == "files":
                summary = index_files([tmp_path / "files"], tmp_path / "index", outlets=table)
                assert summary.added == 1, (first, supplier)
            else:
                assert index(repo, outlets=table).added == 2, (first, supplier)


def test_items_that_somebody_else_removed_come_back(repo: Repo, tmp_path: Path) -> None:
    index(repo)
    (tmp_path / "files").mkdir()
    (tmp_path / "files/own.md").write_text(file("own"))
    index_files([tmp_path / "files"], tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        archive.remove(["a.md", "own.md"])
    index(repo)
    assert titles(repo) == {"third", "other"}
    index_files([tmp_path / "files"], tmp_path / "index")
    assert titles(repo) == {"third", "other", "own"}


@pytest.mark.parametrize(
    ("first", "second", "there", "asked"),
    [
        ("news", "", "with “--path news”", "without --path"),
        ("", "news", "without --path", "with “--path news”"),
        ("news", "news/local", "with “--path news”", "with “--path news/local”"),
        ("news/local", "./news/", "with “--path news/local”", "with “--path news”"),
    ],
)
def test_a_folder_above_or_below_is_refused_and_nothing_is_changed(
    repo: Repo, first: str, second: str, there: str, asked: str
) -> None:
    repo.commit(
        {"news/a.md": file("a"), "news/local/d.md": file("d"), "x.md": file("x")}, at=day(5)
    )
    index, by_rebuild = repo.path.parent / "index", {"rebuild": True}
    index_history(repo.path, first, index)
    with Archive.open(index) as archive:
        before = archive.generation, {item.id for item in archive.items()}
    with pytest.raises(FilesOverlap) as refused:
        index_history(repo.path, second, index)
    assert f"the archive holds this history {there}; {asked} its items would" in str(refused.value)
    with Archive.open(index) as archive:
        assert (archive.generation, {item.id for item in archive.items()}) == before
    assert index_history(repo.path, first, index).added == 0, "the same folder goes on"
    index_history(repo.path, second, index, **by_rebuild)
    with Archive.open(index) as archive:
        titles = [item.title for item in archive.items()]
    assert len(set(titles)) == len(titles)


def test_folders_beside_each_other_are_both_indexed(repo: Repo) -> None:
    repo.commit({"news/a.md": file("a"), "news-2/d.md": file("d"), "x.md": file("x")}, at=day(5))
    index(repo)
    index_history(repo.path, "news-2", repo.path.parent / "index")
    assert {"a", "d"} <= titles(repo)
