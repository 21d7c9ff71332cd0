"""Which states files of a repository have, and what is said of what has none."""

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pygit2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygit2.enums import ObjectType

from indexer.find import trees
from indexer.find.contents import MAX_FILE_BYTES
from indexer.find.history import open_history
from indexer.find.repository import HistoryUnreadable
from indexer.ledger import Entry, Refused
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import BackfileError

FILE, PROGRAM, LINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000
#: What stands at a path: a regular file's text, or (mode, text).
Files = Mapping[str | bytes, str | tuple[int, str]]
START = 1_700_000_000


class Repo:
    """A repository whose commits are written object by object, so that they can be any."""

    def __init__(self, path: Path, bare: bool = False) -> None:
        self.path = path
        self.git = pygit2.init_repository(str(path), bare=bare, initial_head="main")
        self.objects = Path(self.git.path) / "objects"
        self.clock = START
        self.head: list[str] = []

    def commit(
        self, files: Files, *, at: int | str | None = None, parents: list[str] | None = None
    ) -> str:
        """Commit exactly these files on top of HEAD, or of `parents`, an hour later or `at`."""
        if at is None:
            at = self.clock = self.clock + 3600
        above = self.head if parents is None else parents
        who = f"A <a@example.org> {at} +0200"
        lines = [f"tree {self.tree(files)}", *(f"parent {parent}" for parent in above)]
        text = "\n".join([*lines, f"author {who}", f"committer {who}", "", "state\n"])
        made = self.git.odb.write(ObjectType.COMMIT.value, text.encode())
        self.head = [str(made)]
        self.git.references.create("refs/heads/main", made, force=True)
        return str(made)

    def tree(self, files: Files) -> pygit2.Oid:
        entries: dict[bytes, tuple[int, bytes]] = {}
        folders: dict[bytes, dict[str | bytes, str | tuple[int, str]]] = {}
        for path, content in files.items():
            name, _, rest = (path if isinstance(path, bytes) else path.encode()).partition(b"/")
            if rest:
                folders.setdefault(name, {})[rest] = content
            else:
                mode, text = content if isinstance(content, tuple) else (FILE, content)
                entries[name] = (mode, pygit2.Oid(hex=blob_id(text)).raw)
                if mode != SUBMODULE:
                    self.git.create_blob(text.encode())
        for name, below in folders.items():
            entries[name] = (0o40000, self.tree(below).raw)
        order = sorted(entries, key=lambda name: name + b"/" * (entries[name][0] == 0o40000))
        raw = b"".join(b"%o %s\0%s" % (entries[name][0], name, entries[name][1]) for name in order)
        return self.git.odb.write(ObjectType.TREE.value, raw)

    def forget(self, id: str) -> None:
        (self.objects / id[:2] / id[2:]).unlink()

    def states(
        self, path: str = "", since: str | None = None
    ) -> tuple[dict[str, list[tuple[int, str | None]]], list[Entry]]:
        """Return each file's states as (hours since START, blob), and the ledger."""
        entries: list[Entry] = []
        found = open_history(self.path, path).files(entries.append, since)
        return {
            file.id: [((stamp(state.when) - START) // 3600, state.blob) for state in file.states]
            for file in found
        }, entries

    def lines(self, path: str = "") -> list[tuple[str, str, str]]:
        """Return the ledger as (action, reason, path in the repository)."""
        root = f"{self.path}/"
        entries = self.states(path)[1]
        return [(e.action, e.reason, f"{e.file}/".removeprefix(root)[:-1]) for e in entries]


def blob_id(text: str) -> str:
    return str(pygit2.hash(text.encode()))


def stamp(when: datetime) -> int:
    assert when.tzinfo is UTC
    return int(when.timestamp())


@pytest.fixture(params=[trees.LARGE_FOLDER_BYTES, 0], ids=["small folders", "large folders"])
def repo(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.setattr(trees, "LARGE_FOLDER_BYTES", request.param)
    return Repo(tmp_path / "repo")


A, B, C = blob_id("a"), blob_id("b"), blob_id("c")


def test_each_file_has_its_states_in_order(repo: Repo) -> None:
    repo.commit({"news/b.md": "b"})
    repo.commit({"news/b.md": "b", "news/a.html": "a"})
    repo.commit({"news/b.md": "c", "news/a.html": "a"})
    states, entries = repo.states()
    assert list(states.items()) == [("news/a.html", [(2, A)]), ("news/b.md", [(1, B), (3, C)])]
    assert entries == []


def test_the_head_is_the_newest_commit(repo: Repo) -> None:
    first = repo.commit({"a.md": "a"})
    second = repo.commit({"a.md": "b"})
    opened = open_history(repo.path)
    assert opened.head == second
    assert opened.contains(first)
    assert opened.contains(second)
    assert not opened.contains("0" * 40)
    assert not opened.contains(first[:8])
    assert not opened.contains("no id")


def test_a_file_may_be_rewritten_often(repo: Repo) -> None:
    for version in range(33):
        repo.commit({"a.md": str(version), "b.md": "b"})
    states = repo.states()[0]
    assert states["a.md"] == [(n + 1, blob_id(str(n))) for n in range(33)]
    assert states["b.md"] == [(1, B)]


def test_a_removed_file_may_come_back(repo: Repo) -> None:
    for files in ({"a.md": "a"}, {}, {"a.md": "a"}, {"a.md": "b"}, {}):
        repo.commit(files)
    assert repo.states()[0] == {"a.md": [(1, A), (2, None), (3, A), (4, B), (5, None)]}


def test_a_renamed_file_is_another_file(repo: Repo) -> None:
    repo.commit({"a.md": "a"})
    repo.commit({"b.md": "a"})
    assert repo.states()[0] == {"a.md": [(1, A), (2, None)], "b.md": [(2, A)]}


def test_names_that_differ_in_case_are_two_files(repo: Repo) -> None:
    repo.git.config["core.ignorecase"] = True
    repo.commit({"A.md": "a"})
    repo.commit({"a.md": "b"})
    assert repo.states()[0] == {"A.md": [(1, A), (2, None)], "a.md": [(2, B)]}


def test_a_commit_that_changes_no_text_makes_no_state(repo: Repo) -> None:
    for files in ({"a.md": "a"}, {"a.md": (PROGRAM, "a")}, {"a.md": (PROGRAM, "a")}, {"a.md": "b"}):
        repo.commit(files)
    assert repo.states()[0] == {"a.md": [(1, A), (4, B)]}


def test_a_merge_is_what_it_changes_against_its_first_parent(repo: Repo) -> None:
    base = repo.commit({"a.md": "a"})
    side = repo.commit({"a.md": "b"})
    side = repo.commit({"a.md": "b", "c.md": "c"}, parents=[side])
    main = repo.commit({"a.md": "a", "b.md": "b"}, parents=[base])
    repo.commit({"a.md": "b", "b.md": "b", "c.md": "c"}, parents=[main, side])
    assert repo.states()[0] == {"a.md": [(1, A), (5, B)], "b.md": [(4, B)], "c.md": [(5, C)]}


def test_a_line_that_was_merged_from_the_side_is_not_contained(repo: Repo) -> None:
    base = repo.commit({"a.md": "a"})
    read = repo.commit({"a.md": "b"})
    main = repo.commit({"a.md": "c"}, parents=[base])
    repo.commit({"a.md": "b"}, parents=[main, read])
    assert open_history(repo.path).contains(main)
    assert not open_history(repo.path).contains(read)


def test_times_never_go_backwards(repo: Repo) -> None:
    commits = [
        repo.commit({"a.md": str(n)}, at=START + hours * 3600)
        for n, hours in enumerate([5, 3, 4, 9, 8])
    ]
    assert [hour for hour, _ in repo.states()[0]["a.md"]] == [5, 5, 5, 9, 9]
    assert [hour for hour, _ in repo.states(since=commits[0])[0]["a.md"]] == [5, 5, 9, 9]


@pytest.mark.parametrize(("at", "year"), [(-5, 1970), (2**60, 9999)])
def test_a_clock_beyond_the_calendar_is_held_within(repo: Repo, at: int, year: int) -> None:
    repo.commit({"a.md": "a"}, at=at)
    told: list[Entry] = []
    (file,) = open_history(repo.path).files(told.append)
    assert file.states[0].when.year == year
    assert [entry.reason for entry in told] == ["wrong-clock"] * (at > 0)


def test_a_clock_that_is_not_believed_is_told_once(repo: Repo) -> None:
    for n, hours in enumerate([1, 9_000, 2, 9_001, 3, 4]):
        newest = repo.commit({"a.md": str(n)}, at=START + hours * 3600)
    (entry,) = repo.states()[1]
    assert (entry.action, entry.reason) == ("repaired", "wrong-clock")
    assert entry.detail.endswith(" So does another.")
    assert not repo.states(since=newest)[1]


def test_only_what_changed_since_a_commit(repo: Repo) -> None:
    repo.commit({"a.md": "a", "b.md": "b", "gone.md": "a"})
    since = repo.commit({"a.md": "b", "b.md": "b", "gone.md": "a"})
    repo.commit({"a.md": "c", "b.md": "b", "new.md": "a"})
    assert repo.states(since=since)[0] == {
        "a.md": [(3, C)],
        "gone.md": [(3, None)],
        "new.md": [(3, A)],
    }
    assert repo.states(since=repo.head[0])[0] == {}


@pytest.mark.parametrize("since", ["0" * 40, "no id", ""])
def test_nothing_is_read_since_a_commit_that_is_not_there(repo: Repo, since: str) -> None:
    repo.commit({"a.md": "a"})
    with pytest.raises(HistoryUnreadable, match=r"does not lead to .*from its beginning"):
        repo.states(since=since)


def test_a_rewritten_history_does_not_hold_what_it_replaced(repo: Repo) -> None:
    before = repo.commit({"a.md": "a"})
    repo.commit({"a.md": "a"}, parents=[])
    assert not open_history(repo.path).contains(before)


def test_only_the_folder_that_is_named(repo: Repo) -> None:
    repo.commit({"content/news/x/a.md": "a", "content/newsroom/b.md": "b", "c.md": "c"})
    repo.commit({"content/newsroom/b.md": "b", "content/new.md": "a"})
    repo.commit({"content/news/x/a.md": "a"})
    for path in ("content/news", "./content//news/"):
        assert repo.states(path)[0] == {"x/a.md": [(1, A), (2, None), (3, A)]}
    for path in ("content/new", "content/new.md", "../repo/content", "news", "content/news/x/a.md"):
        with pytest.raises(HistoryUnreadable, match=r"no folder .* ever stood"):
            open_history(repo.path, path)


def test_a_folder_may_stand_no_more(repo: Repo) -> None:
    repo.commit({"news/a.md": "a"})
    repo.commit({"news": "a file by now"})
    repo.commit({})
    assert repo.states("news")[0] == {"a.md": [(1, A), (2, None)]}


def test_a_file_may_become_a_folder(repo: Repo) -> None:
    repo.commit({"a.md": "a"})
    repo.commit({"a.md/b.md": "b"})
    assert repo.states()[0] == {"a.md": [(1, A), (2, None)], "a.md/b.md": [(2, B)]}


def test_other_files_are_skipped_with_a_line_each(repo: Repo) -> None:
    files: Files = {
        "n/photo.jpg": "a",
        "n/.github/a.md": "a",
        "n/.github/b/c.md": "a",
        "n/x/.draft.md": "a",
    }
    repo.commit(files)
    repo.commit(dict.fromkeys(files, "b"))
    assert repo.states()[0] == {}
    assert sorted(repo.lines()) == [
        ("skipped", "hidden", "n/.github"),
        ("skipped", "hidden", "n/x/.draft.md"),
        ("skipped", "other-extension", "n/photo.jpg"),
    ]
    assert ("skipped", "hidden", "n/.github") in repo.lines("n")


def test_a_ledger_that_cannot_be_written_is_not_taken_for_a_broken_repository(repo: Repo) -> None:
    def full(entry: Entry) -> None:
        raise OSError("No space left on device")

    repo.commit({"a.md": "a", "photo.jpg": "b"})
    with pytest.raises(OSError, match="No space"):
        list(open_history(repo.path).files(full))


def test_links_and_submodules_are_refused(repo: Repo) -> None:
    repo.commit({"a.md": "a", "b.md": (LINK, "a.md"), "theme": (SUBMODULE, "x"), "c.md": "c"})
    repo.commit({"a.md": (LINK, "c.md"), "b.md": "b", "c.md": (SUBMODULE, "c")})
    states, entries = repo.states()
    assert states == {"a.md": [(1, A), (2, None)], "b.md": [(2, B)], "c.md": [(1, C), (2, None)]}
    assert sorted(repo.lines()) == [
        ("refused", "not-a-file", name) for name in ("a.md", "b.md", "c.md", "theme")
    ]
    details = {Path(entry.file).name: entry.detail for entry in entries}
    assert "symbolic link" in details["b.md"]
    assert "submodule" in details["theme"]


def test_names_may_be_in_any_script_or_none(repo: Repo) -> None:
    repo.commit(
        {"港.md": "a", b"caf\xe9.md": "b", b"caf\xe8.md": "c", "é/" + "x" * 5000 + ".md": "a"}
    )
    states, entries = repo.states()
    assert states == {"港.md": [(1, A)], "caf�.md": [(1, C)]}
    found = sorted((entry.action, entry.reason) for entry in entries)
    assert found == [("refused", "id-too-long"), ("refused", "same-id"), ("repaired", "file-name")]
    for entry in entries:
        entry.file.encode()


def test_an_item_is_loaded_from_a_state_in_another_process(repo: Repo) -> None:
    repo.commit({"news/a.md": "---\ntitle: Old\ndate: 2026-01-03\n---\nText."})
    repo.commit({"news/a.md": "New title\n"})
    opened = open_history(repo.path, "news")
    (file,) = opened.files(pytest.fail)
    for state, title in zip(file.states, ("Old", "New title"), strict=True):
        entries: list[Entry] = []
        source = pickle.loads(pickle.dumps(opened.source(file.id, state)))
        item = load(source, entries.append, Outlets())
        assert item is not None
        assert (item.id, item.title) == ("a.md", title)
    assert state.blob is not None
    shown = f"{repo.path}/news/a.md (git show {state.blob[:16]})"
    assert {entry.file for entry in entries} == {shown}


def test_a_history_that_was_opened_stays_as_it_was(repo: Repo) -> None:
    repo.commit({"a.md": "a"})
    opened = open_history(repo.path)
    repo.commit({"a.md": "b"})
    (file,) = opened.files(pytest.fail)
    assert len(file.states) == 1


def refusal(repo: Repo) -> tuple[str, str]:
    opened = open_history(repo.path)
    (file,) = opened.files(pytest.fail)
    with pytest.raises(Refused) as raised:
        opened.source(file.id, file.states[-1]).read()
    return raised.value.reason, raised.value.detail


def test_a_blob_over_the_limit_is_refused_unread(repo: Repo) -> None:
    repo.commit({"a.md": "x" * (MAX_FILE_BYTES + 1)})
    reason, detail = refusal(repo)
    assert reason == "too-large"
    assert "files over 16 MiB are not read" in detail
    opened = open_history(repo.path)
    largest = "x" * MAX_FILE_BYTES
    repo.commit({"a.md": largest})
    assert opened.read(blob_id(largest)) == largest.encode()


def test_a_pointer_of_git_lfs_is_refused(repo: Repo) -> None:
    repo.commit({"a.md": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"})
    assert refusal(repo)[0] == "lfs-pointer"


def test_a_missing_blob_is_refused(repo: Repo) -> None:
    repo.commit({"a.md": "a"})
    repo.forget(A)
    reason, detail = refusal(repo)
    assert reason == "unreadable"
    assert A in detail


def test_a_missing_folder_is_not_taken_for_a_removed_one(repo: Repo) -> None:
    repo.commit({"content/news/a.md": "a"})
    for path in ("content/news", "content", ""):
        tree = repo.git[repo.head[0]].peel(pygit2.Tree)
        missing = str(tree[path].id if path else tree.id)
        kept = (repo.objects / missing[:2] / missing[2:]).read_bytes()
        repo.forget(missing)
        with pytest.raises(HistoryUnreadable, match="missing"):
            repo.states("content/news")
        (repo.objects / missing[:2] / missing[2:]).write_bytes(kept)


def test_a_missing_commit_is_an_error(repo: Repo) -> None:
    first = repo.commit({"a.md": "a"})
    repo.commit({"a.md": "b"})
    repo.forget(first)
    with pytest.raises(HistoryUnreadable, match=f"{first} is missing"):
        repo.states()


def test_a_commit_without_a_time_is_an_error(repo: Repo) -> None:
    repo.commit({"a.md": "a"}, at="noon")
    with pytest.raises(HistoryUnreadable, match=r"git fsck"):
        repo.states()


def test_a_shallow_clone_begins_where_it_was_cut(repo: Repo) -> None:
    first = repo.commit({"a.md": "a"})
    second = repo.commit({"a.md": "b"})
    repo.commit({"a.md": "c"})
    (Path(repo.git.path) / "shallow").write_text(f"{second}\n")
    repo.forget(first)
    states, (entry,) = repo.states()
    assert states == {"a.md": [(2, B), (3, C)]}
    assert (entry.action, entry.reason) == ("skipped", "shallow-history")
    assert second in entry.detail
    assert not open_history(repo.path).contains(first)
    assert repo.states(since=second) == ({"a.md": [(3, C)]}, [])


def test_a_packed_repository_is_read_alike(repo: Repo) -> None:
    for version in range(5):
        repo.commit({"news/a.md": f"{'long ' * 500}{version}", "b.md": "b"})
    expected = repo.states()
    repo.git.pack()
    for folder in repo.objects.glob("??"):
        shutil.rmtree(folder)
    assert repo.states() == expected
    assert open_history(repo.path).read(B) == b"b"


def test_a_bare_repository_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "news.git", bare=True)
    repo.commit({"a.md": "a"})
    assert repo.states()[0] == {"a.md": [(1, A)]}
    assert open_history(repo.path).path_of("a.md") == str(tmp_path / "news.git" / "a.md")


def test_a_repository_is_found_from_within(repo: Repo) -> None:
    repo.commit({"news/a.md": "a"})
    (repo.path / "news").mkdir()
    assert open_history(repo.path / "news") == open_history(repo.path)
    assert open_history(repo.path / ".git") == open_history(repo.path)


def test_a_detached_head_is_a_head(repo: Repo) -> None:
    first = repo.commit({"a.md": "a"})
    repo.commit({"a.md": "b"})
    repo.git.set_head(pygit2.Oid(hex=first))
    assert open_history(repo.path).head == first


def not_a_repository(path: Path) -> None:
    path.mkdir()


def no_commits(path: Path) -> None:
    Repo(path)


def broken_head(path: Path) -> None:
    (Path(Repo(path).git.path) / "refs" / "heads" / "main").write_text("0" * 39 + "1\n")


def sha256(path: Path) -> None:
    config = Path(Repo(path).git.path) / "config"
    config.write_text("[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, r"no git repository; name a folder"),
        (not_a_repository, r"no git repository; name a folder"),
        (no_commits, r"HEAD has no commits; commit the items"),
        (broken_head, r"git fsck"),
        (sha256, r"sha256.*; only repositories of SHA-1 objects are read"),
    ],
    ids=["nowhere", "no repository", "no commits", "broken head", "sha256"],
)
def test_a_folder_without_history_is_an_error(
    tmp_path: Path, make: Callable[[Path], None], problem: str
) -> None:
    make(tmp_path / "news")
    with pytest.raises(HistoryUnreadable, match=f"^{tmp_path}/news: .*{problem}") as raised:
        open_history(tmp_path / "news")
    assert isinstance(raised.value, BackfileError)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygit2", None)
    with pytest.raises(HistoryUnreadable, match=r"pip install 'backfile\[git\]'"):
        open_history(tmp_path)


def test_pygit2_is_imported_only_for_a_history() -> None:
    check = "import sys, indexer.find.history, indexer.sync.run; sys.exit('pygit2' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


PATHS = (
    "n/a.md",
    "n/b.md",
    "n/s/c.HTML",
    "n/s/d.md",
    "n/.h.md",
    "n/p.png",
    "new/a.md",
    "n/e.md/f.md",
)
CONTENTS = st.sampled_from(
    [(FILE, "a"), (FILE, "b"), (PROGRAM, "a"), (LINK, "a"), (SUBMODULE, "a")]
)
COMMITS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(PATHS), CONTENTS),
        st.integers(0, 5),  # its clock, in hours
        st.integers(0, 9),  # how far back its first parent is
        st.none() | st.integers(0, 9),  # and its second
    ),
    min_size=1,
    max_size=10,
)


@pytest.mark.parametrize("large", [trees.LARGE_FOLDER_BYTES, 60, 0])
@settings(deadline=None, max_examples=2 * settings.default.max_examples // 5)
@given(commits=COMMITS, path=st.sampled_from(["", "n", "n/s"]))
def test_states_equal_the_content_in_every_commit_of_the_line(
    large: int,
    commits: list[tuple[dict[str, tuple[int, str]], int, int, int | None]],
    path: str,
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(trees, "LARGE_FOLDER_BYTES", large)
        repo = Repo(Path(folder) / "repo")
        ids: list[str] = []
        firsts: list[int | None] = []
        for number, (files, hours, back, second) in enumerate(commits):
            first = max(0, number - 1 - back) if number else None
            parents = [] if first is None else [ids[first]]
            if number and second is not None and ids[max(0, number - 1 - second)] not in parents:
                parents.append(ids[max(0, number - 1 - second)])
            # A file beside them, so that no two commits are one.
            ids.append(
                repo.commit(
                    {**files, f"{number}.txt": "x"}, at=START + hours * 3600, parents=parents
                )
            )
            firsts.append(first)
        line: list[int] = []
        current: int | None = len(commits) - 1
        while current is not None:
            line.insert(0, current)
            current = firsts[current]

        prefix = path + "/" if path else ""
        expected: dict[str, list[tuple[int, int, str | None]]] = {}
        latest, before = 0, {}
        stood = not path
        for place, number in enumerate(line):
            files, hours, _, _ = commits[number]
            latest = max(latest, hours)
            stood = stood or any(name.startswith(prefix) for name in files)
            now = {
                name.removeprefix(prefix): blob_id(text)
                for name, (mode, text) in files.items()
                if name.startswith(prefix)
                and mode in (FILE, PROGRAM)
                and name.lower().endswith((".md", ".html"))
                and "/." not in name
            }
            for name in {*before, *now}:
                if before.get(name) != now.get(name):
                    expected.setdefault(name, []).append((place, latest, now.get(name)))
            before = now
        if not stood:
            with pytest.raises(HistoryUnreadable):
                open_history(repo.path, path)
            return
        assert repo.states(path)[0] == {
            name: [state[1:] for state in states] for name, states in expected.items()
        }
        opened = open_history(repo.path, path)
        for number, id in enumerate(ids):
            assert opened.contains(id) == (number in line)
        for place, number in enumerate(line):
            newer = {
                name: [state[1:] for state in states if state[0] > place]
                for name, states in expected.items()
            }
            assert repo.states(path, ids[number])[0] == {n: s for n, s in newer.items() if s}


@pytest.mark.parametrize("named", ["bare.git", "bare.git/objects"])
def test_a_bare_repository_without_its_config_is_opened(tmp_path: Path, named: str) -> None:
    repo = Repo(tmp_path / "bare.git", bare=True)
    repo.commit({"news/a.md": "a"})
    (tmp_path / "bare.git/config").unlink()
    history = open_history(tmp_path / named, "news")
    assert history.repo == tmp_path / "bare.git"
    (file,) = history.files(pytest.fail)
    assert history.source(file.id, file.states[0]).read() == b"a"
