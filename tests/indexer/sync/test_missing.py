"""An empty mount point empties no archive, and what is meant to go goes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import indexer.sync.missing
from indexer.find.folders import PathMissing
from indexer.sync.accounts import Summary
from indexer.sync.dry_run import plan_files
from indexer.sync.missing import FilesGone
from indexer.sync.run import index_files, index_history
from search import Archive
from tests.indexer.find.test_history import Repo

FILE = "---\ntitle: {title}\ndate: 2026-01-01\n---\nText of {title}.\n"


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of five files, indexed."""
    both = tmp_path / "news", tmp_path / "more"
    for root in both:
        for number in range(5):
            write(root / f"{number % 2}/{root.name}-{number}.md", f"{root.name} {number}")
    index_files(both, tmp_path / "index")
    return both


def write(path: Path, title: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE.format(title=title))


def held(tmp_path: Path) -> set[str]:
    with Archive.open(tmp_path / "index") as archive:
        return {item.id for item in archive.items()}


def empty(root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()


def only_other_files(root: Path) -> None:
    empty(root)
    write(root / "of another disk.md", "another")


def only_other_kinds(root: Path) -> None:
    empty(root)
    (root / "photo.jpg").write_bytes(b"")
    (root / ".hidden.md").write_text(FILE.format(title="hidden"))


def dangling_links(root: Path) -> None:
    for path in list(root.rglob("*.md")):
        path.unlink()
        path.symlink_to("/nowhere/at/all.md")


def folders_stay(root: Path) -> None:
    for path in root.rglob("*.md"):
        path.unlink()


def a_file_in_its_place(root: Path) -> None:
    shutil.rmtree(root)
    root.write_text(FILE.format(title="a file"))


def a_dangling_root(root: Path) -> None:
    root.rename(root.with_name("away"))
    root.symlink_to("/nowhere/at/all")


LOSSES = [
    *(empty, only_other_files, only_other_kinds, dangling_links, folders_stay),
    a_file_in_its_place,
]


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
@pytest.mark.parametrize("how", [{}, {"keep": True}, {"verify": True}, {"rebuild": True}], ids=str)
def test_all_files_of_a_root_that_are_gone_at_once_are_refused(
    roots: tuple[Path, Path], tmp_path: Path, lose: Callable[[Path], None], how: dict[str, Any]
) -> None:
    before = held(tmp_path)
    lose(roots[0])
    with pytest.raises(FilesGone, match=r"news: all 5 known files are missing; .*--prune"):
        index_files(roots, tmp_path / "index", **how)
    assert held(tmp_path) == before
    with pytest.raises(FilesGone):
        plan_files(roots, tmp_path / "index")


def test_a_root_that_cannot_be_opened_is_refused(
    roots: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def opened(path: Path | str, *more: Any, **named: Any) -> int:
        if str(path) == str(roots[0]):
            raise OSError(116, "Stale file handle")
        return real(path, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", opened)
        with pytest.raises(FilesGone, match="may be read"):
            index_files(roots, tmp_path / "index")
    assert index_files(roots, tmp_path / "index").unchanged == 10


def test_prune_means_it(roots: tuple[Path, Path], tmp_path: Path) -> None:
    empty(roots[0])
    assert len(plan_files(roots, tmp_path / "index", prune=True).gone) == 5
    summary = index_files(roots, tmp_path / "index", prune=True)
    assert (summary.removed, summary.unchanged) == (5, 5)
    assert index_files(roots, tmp_path / "index").unchanged == 5


def test_prune_and_keep_keep_all(roots: tuple[Path, Path], tmp_path: Path) -> None:
    empty(roots[0])
    assert index_files(roots, tmp_path / "index", prune=True, keep=True).kept == 5
    assert index_files(roots, tmp_path / "index").unchanged == 5, "they were not gone just now"
    assert len(held(tmp_path)) == 10


def test_a_root_that_was_deleted_counts_as_empty_where_that_is_meant(
    roots: tuple[Path, Path], tmp_path: Path
) -> None:
    shutil.rmtree(roots[0])
    assert index_files([roots[0]], tmp_path / "index", prune=True).removed == 5
    with pytest.raises(Exception, match="check the path"):
        index_files([tmp_path / "never was"], tmp_path / "index", prune=True)


@pytest.mark.parametrize("left", [1, 4])
def test_some_files_may_go(roots: tuple[Path, Path], tmp_path: Path, left: int) -> None:
    for path in sorted(roots[0].rglob("*.md"))[left:]:
        path.unlink()
    assert index_files(roots, tmp_path / "index").removed == 5 - left


@pytest.mark.parametrize("keep", [False, True])
def test_files_that_moved_are_not_gone(
    roots: tuple[Path, Path], tmp_path: Path, keep: bool
) -> None:
    for path in list(roots[0].rglob("*.md")):
        path.rename(roots[0] / f"moved {path.name}")
    summary = index_files(roots, tmp_path / "index", keep=keep)
    assert (summary.moved, summary.removed, summary.kept, summary.added) == (5, 5, 0, 5)
    assert len(held(tmp_path)) == 10


@pytest.mark.parametrize(("lost", "is_refused"), [(4, False), (5, False), (6, True), (9, True)])
def test_more_than_half_of_many_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int, is_refused: bool
) -> None:
    monkeypatch.setattr(indexer.sync.missing, "MANY_FILES", 10)
    for number in range(10):
        write(tmp_path / f"news/{number}.md", str(number))
    index_files([tmp_path / "news"], tmp_path / "index")
    for number in range(lost):
        (tmp_path / f"news/{number}.md").unlink()
    if is_refused:
        with pytest.raises(FilesGone, match=f"{lost} of 10 known files"):
            index_files([tmp_path / "news"], tmp_path / "index")
        assert len(held(tmp_path)) == 10
        assert index_files([tmp_path / "news"], tmp_path / "index", prune=True).removed == lost
    else:
        assert index_files([tmp_path / "news"], tmp_path / "index").removed == lost


def test_nothing_is_refused_where_nothing_was_known(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    assert index_files([tmp_path / "news"], tmp_path / "index").added == 0
    assert index_files([tmp_path / "news"], tmp_path / "index").added == 0


def test_a_rebuild_of_nothing_is_refused(roots: tuple[Path, Path], tmp_path: Path) -> None:
    before = held(tmp_path)
    (tmp_path / "new").mkdir()
    with pytest.raises(FilesGone, match="there is no file to read"):
        index_files([tmp_path / "new"], tmp_path / "index", rebuild=True)
    assert held(tmp_path) == before
    index_files([roots[1]], tmp_path / "index", rebuild=True)
    assert len(held(tmp_path)) == 5, "the other root was not named"
    index_files([tmp_path / "new"], tmp_path / "index", rebuild=True, prune=True)
    assert held(tmp_path) == set()


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_root_that_leads_nowhere_is_refused(
    roots: tuple[Path, Path], tmp_path: Path, rebuild: bool
) -> None:
    before = held(tmp_path)
    roots[0].rename(tmp_path / "away")
    roots[0].symlink_to("/nowhere/at/all")
    with pytest.raises(PathMissing, match=r"the disk is mounted$"):
        index_files(roots, tmp_path / "index", rebuild=rebuild)
    assert held(tmp_path) == before


@pytest.mark.parametrize("run", [index_files, plan_files])
def test_a_root_that_was_deleted_is_refused_and_the_way_on_is_named(
    roots: tuple[Path, Path], tmp_path: Path, run: Callable[..., Any]
) -> None:
    before = held(tmp_path)
    shutil.rmtree(roots[0])
    told = "though it was indexed before; check the path, and that the disk .* add --prune"
    with pytest.raises(PathMissing, match=told):
        run(roots, tmp_path / "index")
    with pytest.raises(PathMissing, match=r"check the path$"):
        run([tmp_path / "never"], tmp_path / "index")
    assert held(tmp_path) == before
    run(roots, tmp_path / "index", prune=True)


@pytest.mark.parametrize(
    ("path", "shown"), [("", "repo: "), ("content/news", "repo with --path content/news: ")]
)
def test_a_history_without_files_is_refused(tmp_path: Path, path: str, shown: str) -> None:
    def run(**how: Any) -> Summary:
        return index_history(tmp_path / "repo", path, tmp_path / "index", **how)

    repo = Repo(tmp_path / "repo")
    repo.commit({str(Path(path, f"{name}.md")): FILE.format(title=name) for name in "ab"})
    assert run().added == 2
    repo.head = []
    repo.commit({"README.txt": "nothing else"})
    for how in ({}, {"rebuild": True}):
        with pytest.raises(FilesGone, match=shown + r"all 2 known files .* branch is checked out"):
            run(**how)
    assert held(tmp_path) == {"a.md", "b.md"}
    assert run(prune=True).removed == 2
    assert run().removed == 0, "the next run goes on"


# -- files that moved, and items that are kept


def test_of_files_alike_one_for_each_that_came_has_moved(
    roots: tuple[Path, Path], tmp_path: Path
) -> None:
    for name in ("x.md", "y.md", "z.md"):
        write(roots[0] / name, "alike")
    index_files(roots, tmp_path / "index")
    for name in ("x.md", "y.md", "z.md"):
        (roots[0] / name).unlink()
    for name in ("x2.md", "y2.md"):
        write(roots[0] / name, "alike")
    summary = index_files(roots, tmp_path / "index", keep=True)
    assert (summary.moved, summary.removed, summary.kept) == (2, 2, 1)
    assert {"z.md", "x2.md", "y2.md"} <= held(tmp_path)


def moved_into_other_root(news: Path, more: Path) -> None:
    (news / "0/news-0.md").rename(more / "news-0.md")


def moved_over_another(news: Path, more: Path) -> None:
    (news / "0/news-0.md").replace(news / "0/news-2.md")


def moved_and_changed(news: Path, more: Path) -> None:
    (news / "0/news-0.md").unlink()
    write(news / "0/new.md", "changed")


def a_copy_was_there_before(news: Path, more: Path) -> None:
    (news / "0/news-0.md").unlink()


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (moved_into_other_root, (1, 1, 0)),
        (moved_over_another, (1, 1, 0)),
        (moved_and_changed, (0, 0, 1)),
        (a_copy_was_there_before, (0, 0, 1)),
    ],
)
def test_what_only_moved_is_not_kept(
    roots: tuple[Path, Path],
    tmp_path: Path,
    change: Callable[[Path, Path], None],
    counts: tuple[int, int, int],
) -> None:
    write(roots[1] / "copy.md", "news 0")
    if change is not a_copy_was_there_before:
        (roots[1] / "copy.md").unlink()
    index_files(roots, tmp_path / "index")
    change(*roots)
    summary = index_files(roots, tmp_path / "index", keep=True)
    assert (summary.moved, summary.removed, summary.kept) == counts
    assert ("0/news-0.md" in held(tmp_path)) == (summary.kept == 1)


def test_what_was_kept_leaves_when_it_returns_under_another_name(
    roots: tuple[Path, Path], tmp_path: Path
) -> None:
    index, file, elsewhere = tmp_path / "index", roots[0] / "0/news-0.md", tmp_path / "aside.md"
    file.rename(elsewhere)
    assert index_files(roots, index, keep=True).kept == 1
    assert "0/news-0.md" in held(tmp_path)
    elsewhere.rename(roots[0] / "renamed.md")
    summary = index_files(roots, index)
    assert (summary.moved, summary.removed, summary.kept) == (1, 1, 0)
    assert {"renamed.md"} == held(tmp_path) & {"renamed.md", "0/news-0.md"}
    summary = index_files(roots, index, keep=True)
    assert (summary.moved, summary.removed, summary.unchanged) == (0, 0, 10)


def test_what_was_kept_and_returns_under_its_own_name_stays(
    roots: tuple[Path, Path], tmp_path: Path
) -> None:
    index, file = tmp_path / "index", roots[0] / "0/news-0.md"
    text = file.read_text()
    file.unlink()
    index_files(roots, index, keep=True)
    for name in ("0/news-0.md", "copy.md"):
        (roots[0] / name).write_text(text)
    assert index_files(roots, index, keep=True).removed == 0
    assert {"0/news-0.md", "copy.md"} <= held(tmp_path)


def no_bytes(path: Path) -> None:
    path.write_bytes(b"")


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def blanks(path: Path) -> None:
    path.write_text("\n \n")


def fences(path: Path) -> None:
    path.write_text("---\n---\n")


def bytes_of_a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


@pytest.mark.parametrize("hollow", [no_bytes, zeros, blanks, fences, bytes_of_a_picture])
@pytest.mark.parametrize("how", [{}, {"keep": True}, {"verify": True}, {"rebuild": True}], ids=str)
def test_files_that_are_there_but_hold_nothing_are_as_good_as_gone(
    roots: tuple[Path, Path],
    tmp_path: Path,
    hollow: Callable[[Path], None],
    how: dict[str, Any],
) -> None:
    index, before = tmp_path / "index", held(tmp_path)
    (roots[0] / "always empty.md").write_bytes(b"")
    index_files(roots, index)
    for number, path in enumerate(sorted(roots[0].rglob("news*.md"))):
        hollow(path) if number else path.unlink()
    with pytest.raises(FilesGone, match=r"news: all 5 known files are missing or empty; .*--prune"):
        index_files(roots, index, **how)
    assert held(tmp_path) == before
    if hollow is no_bytes:
        with pytest.raises(FilesGone):
            plan_files(roots, index)
    # So the next run reads them again: it has not forgotten that they had items.
    with pytest.raises(FilesGone):
        index_files(roots, index, **how)
    assert index_files(roots, index, prune=True).removed == 5
    assert held(tmp_path) == {f"{number % 2}/more-{number}.md" for number in range(5)}


def test_the_item_of_one_emptied_file_leaves_or_is_kept(
    roots: tuple[Path, Path], tmp_path: Path
) -> None:
    index = tmp_path / "index"
    emptied = roots[0] / "0/news-0.md"
    no_bytes(emptied)
    summary = index_files(roots, index, keep=True)
    assert (summary.kept, summary.removed) == (1, 0)
    for how in ({"keep": True}, {}):
        summary = index_files(roots, index, **how)
        assert (summary.kept, summary.removed, summary.unchanged) == (0, 0, 9)
    with Archive.open(index) as archive:
        assert archive.item("0/news-0.md").gone is not None
    write(emptied, "news again")
    assert index_files(roots, index).changed == 1
    with Archive.open(index) as archive:
        assert archive.item("0/news-0.md").gone is None
    no_bytes(emptied)
    assert index_files(roots, index).removed == 1
    assert len(held(tmp_path)) == 9


def test_more_than_half_of_many_files_that_are_emptied_are_refused(
    roots: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer.sync.missing, "MANY_FILES", 5)
    for number in range(3):
        zeros(roots[1] / f"{number % 2}/more-{number}.md")
    with pytest.raises(FilesGone, match="3 of 5 known files are missing or empty"):
        index_files(roots, tmp_path / "index")
    assert len(held(tmp_path)) == 10
    write(roots[1] / "0/more-0.md", "more 0")
    assert index_files(roots, tmp_path / "index").removed == 2
