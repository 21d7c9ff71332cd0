"""The columns that files are kept in are what a dict of them would be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sync.known_files import File, Files, Marks

NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)
FILES = st.builds(
    File,
    root=st.integers(0, 3),
    size=st.sampled_from([-1, 0, 5]) | NUMBERS,
    mtime=st.sampled_from([0, 7]) | NUMBERS,
    hash=st.just("") | st.binary(min_size=16, max_size=16).filter(any).map(bytes.hex),
    has_item=st.booleans(),
    gone=st.just("") | st.dates().map(lambda day: day.isoformat()),
)
IDS = st.sampled_from(["a.md", "a/b.md", "ü.md", "a/\n.md"])
#: What is done: a file is noted, or (None) deleted; or all are written and read again.
STEPS = st.lists(st.tuples(IDS, FILES | st.none()) | st.just("pack"), max_size=20)


@given(STEPS)
def test_files_equal_a_dict_of_them(steps: list[Any]) -> None:
    files, plain = Files(), dict[str, File]()
    for step in steps:
        if step == "pack":
            files = Files.unpacked(files.packed())
            continue
        item_id, file = step
        if file is not None:
            files[item_id] = plain[item_id] = file
        elif item_id in plain:
            del files[item_id], plain[item_id]
        assert dict(files) == plain
        assert list(files) == list(files.keys()) == list(plain)
        marks, marked = Marks(files), set[str]()
        for root in range(2):
            mark = marks.marker(root)
            for name in ("a.md", "a/b.md"):
                for size in (0, 5, 5):
                    known = plain.get(name)
                    wanted = known and known[:3] == (root, size, 7) and not known.gone
                    assert mark(name, size, 7) == (bool(wanted) and name not in marked)
                    if wanted:
                        marked.add(name)
                        assert marks.root(name) == root
        assert set(marks) == marked
        assert len(marks) == len(marked)
        assert [name in marks for name in plain] == [name in marked for name in plain]
        assert "no such.md" not in marks
        assert marks.item_count() == sum(plain[name].has_item for name in marked)
    files.doubt()
    assert dict(files) == {name: file._replace(size=-1) for name, file in plain.items()}


@pytest.mark.parametrize("number", range(7))
def test_columns_of_different_lengths_are_refused(number: int) -> None:
    files = Files()
    files["a.md"] = File(0, 5, 7, "", True)
    columns = files.packed()
    assert Files.unpacked(columns) == files
    for other in (columns[number][:-1], columns[number] + columns[number]):
        with pytest.raises(ValueError):  # noqa: PT011
            Files.unpacked([*columns[:number], other, *columns[number + 1 :]])


def test_a_hash_of_another_length_is_refused() -> None:
    files = Files()
    with pytest.raises(ValueError, match="different structures"):
        files["a.md"] = File(0, 5, 7, "ab", True)


def test_an_unknown_id_is_an_error() -> None:
    files = Files()
    for look in (files.__getitem__, files.__delitem__):
        with pytest.raises(KeyError):
            look("a.md")


@pytest.mark.parametrize("mtime", [2**63, 2**70, -(2**63), -(2**70)])
def test_a_time_too_far_away_is_never_the_same(mtime: int) -> None:
    files = Files()
    files["a.md"] = File(0, 5, mtime, "", True)
    assert not Marks(Files.unpacked(files.packed())).marker(0)("a.md", 5, mtime)
