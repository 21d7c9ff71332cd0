"""The ledger beside the index is never lost: what it said is kept, or read from the files again."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from indexer.checksums import checksum
from indexer.ledger import Ledger
from indexer.sync.accounts import Accounts, Summary
from indexer.sync.manifest import Manifest
from indexer.sync.notes import STORIES_ANEW
from indexer.sync.run import index_files, index_history
from indexer.sync.synced import SYNCED, Synced
from search.embedded.store import batch, commit
from search.engines import beside

TO_REPAIR = b"---\ntitle: caf\xe9\ndate: 2026-01-05\n---\nNo coffee.\n"
TO_REFUSE = b"\x7fELF\x02\x01\x01" + bytes(30)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("news", "more"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}-cafe.md").write_bytes(TO_REPAIR)
        (tmp_path / name / f"{name}-program.md").write_bytes(TO_REFUSE)
        (tmp_path / name / "photo.jpg").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "news"


def run(*folders: str | Path, **how: Any) -> Summary:
    return index_files([Path(folder) for folder in folders], "index", **how)


def told() -> list[tuple[str, str]]:
    """Return the names of files in the ledger, with the reasons."""
    found = Ledger.beside(Path("index")).entries()
    return sorted((Path(entry.file).name, str(entry.reason)) for entry in found)


NEWS = [
    ("news-cafe.md", "invalid-utf8"),
    ("news-program.md", "binary"),
    ("photo.jpg", "other-extension"),
]
MORE = [(name.replace("news", "more"), reason) for name, reason in NEWS]


def test_a_folder_named_by_another_path_keeps_its_entries(news: Path) -> None:
    run("news")
    for path in (news, "./news", "../" + str(news.parent.name) + "/news", "news"):
        summary = run(path)
        assert (summary.unchanged, summary.repaired, summary.refused) == (1, 1, 1)
        assert told() == NEWS
        files = [entry.file for entry in Ledger.beside(Path("index")).entries()]
        assert all(file.startswith(str(Path(path))) for file in files)


def test_what_was_said_of_other_folders_stays(news: Path) -> None:
    run("news")
    assert run("more").repaired == 1
    assert told() == sorted(NEWS + MORE)
    assert run("news").repaired == 1
    assert told() == sorted(NEWS + MORE)
    assert run("news", "more").refused == 2
    assert told() == sorted(NEWS + MORE)


def test_what_was_mended_or_is_gone_leaves_the_ledger(news: Path) -> None:
    run("news", "more")
    (news / "news-cafe.md").write_text("---\ntitle: café\ndate: 2026-01-05\n---\nNo coffee.\n")
    (news / "news-program.md").unlink()
    run("news")
    assert told() == sorted([NEWS[2], *MORE])


def lose(name: str) -> Callable[[], None]:
    return lambda: (Path("index") / name).unlink()


def spoil(name: str) -> Callable[[], None]:
    def spoilt() -> None:
        path = Path("index") / name
        path.write_bytes(path.read_bytes().replace(b"cafe", b"cage").replace(b"2", b"3"))

    return spoilt


def restore_an_older_one() -> None:
    Path("index/ledger.jsonl").write_bytes(b"")


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lose("ledger.jsonl"), id="ledger-gone"),
        pytest.param(lose("synced.json"), id="checksum-gone"),
        pytest.param(spoil("ledger.jsonl"), id="ledger-changed"),
        pytest.param(spoil("synced.json"), id="checksum-changed"),
        pytest.param(restore_an_older_one, id="an-older-ledger"),
    ],
)
def test_a_ledger_that_is_lost_is_read_from_the_files_again(
    news: Path, harm: Callable[[], None]
) -> None:
    run("news")
    harm()
    (note,) = run("news").notes
    assert "all files were read again" in note
    assert told() == NEWS
    assert run("news").notes == ()


@pytest.mark.thorough
def test_a_run_that_dies_on_the_way_has_told_of_what_it_has_read(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it dies before or after the ledger, or while it replaces it."""
    monkeypatch.setattr(batch, "BATCH_ITEMS", 1)
    monkeypatch.setattr(commit, "COMMIT_ITEMS", 1)
    for number in range(4):
        (news / f"{number}.md").write_bytes(TO_REPAIR)
    run("news", "more")
    expected = told()
    shutil.copytree("index", "before")

    class Dies(BaseException):
        pass

    def dying(function: Callable[..., Any], deaths: int, after: bool) -> Callable[..., Any]:
        calls = 0

        def call(*args: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == deaths and not after:
                raise Dies
            result = function(*args, **more)
            if calls == deaths:
                raise Dies
            return result

        return call

    for owner, name in (
        (Accounts, "save"),
        (Manifest, "save"),
        (Synced, "save"),
        (Ledger, "put"),
    ):
        for deaths in (1, 2, 3):
            for after in (False, True):
                shutil.rmtree("index")
                shutil.copytree("before", "index")
                for path in news.glob("*.md"):
                    os.utime(path, ns=(1, deaths))
                (news / "3.md").write_bytes(TO_REPAIR + b"More.\n" * deaths)
                with monkeypatch.context() as patched:
                    patched.setattr(owner, name, dying(getattr(owner, name), deaths, after))
                    with suppress(Dies):
                        run("news")
                # The stories of what the dead run added may still be to be found.
                assert {*run("news").notes} <= {STORIES_ANEW}, (owner, deaths, after)
                assert told() == expected, (owner, deaths, after)


def test_a_history_keeps_what_was_said_of_its_files(tmp_path: Path) -> None:
    pygit2 = pytest.importorskip("pygit2")
    repository = pygit2.init_repository(tmp_path / "repo")
    who = pygit2.Signature("a", "a@example.org", 1_767_600_000, 0)

    def commit_files(*parents: Any, **files: bytes) -> Any:
        for name, data in files.items():
            (tmp_path / "repo" / f"{name}.md").write_bytes(data)
            repository.index.add(f"{name}.md")
        tree = repository.index.write_tree()
        return repository.create_commit("HEAD", who, who, "files", tree, list(parents))

    first = commit_files(cafe=TO_REPAIR)
    index = tmp_path / "index"
    assert index_history(tmp_path / "repo", "", index).repaired == 1
    assert index_history(tmp_path / "repo", "", index).repaired == 1
    commit_files(first, other=TO_REPAIR)
    assert index_history(tmp_path / "repo", "", index).repaired == 2
    assert len(list(Ledger.beside(index).entries())) == 2


@pytest.mark.parametrize(
    "forged",
    [
        *({"ledger": 5}, {"ledger": [1]}, {"paths": {"/news": 5}}),
        *({"paths": [["a", "b"]]}, {"paths": "ab"}),
    ],
)
def test_a_file_of_another_shape_is_not_believed(news: Path, forged: dict[str, Any]) -> None:
    """Its checksum is right."""
    run(news)
    path = Path("index") / SYNCED
    members = json.loads(path.read_text()) | forged
    del members["check"]
    path.write_text(json.dumps({**members, "check": checksum(json.dumps(members).encode())}))
    synced = Synced.load(beside(Path("index")))
    assert (synced.ledgers, synced.paths) == ((), {})
    assert synced.fault == "synced.json is not what was written"
    assert run(news).reread == 1, "all is read again"
    assert told() == NEWS
