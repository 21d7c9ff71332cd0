"""Whatever an id says, its file lies below the folder, alone under its name, on any system."""

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.export.file_names import MAX_PATH_BYTES, FileNames, safe_path
from search.file_extensions import EXTENSIONS

IDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0")
    | st.sampled_from("./\\aA:~ ")
).filter(bool)


@pytest.mark.parametrize(
    ("id", "path"),
    [
        ("2026/01/strike.md", "2026/01/strike.md"),
        ("港/ストライキ.html", "港/ストライキ.html"),
        ("../../etc/passwd", "_/_/etc/passwd.md"),
        ("/etc/passwd.md", "_/etc/passwd.md"),
        ("C:\\autoexec.md", "C__autoexec.md"),
        ("a//b.md", "a/_/b.md"),
        (".ssh/.md", "_.ssh/_.md"),
        ("con.md", "_con.md"),
        ("LPT1/x.md", "_LPT1/x.md"),
        ("a.md/b.md", "a.md_/b.md"),
        ("a. . /b", "a/b.md"),
        ("evil\u202edm.md", "evil_dm.md"),
        ("~root.MD", "_~root.MD"),
        ("-rf.md", "_-rf.md"),
    ],
)
def test_a_path_is_safe(id: str, path: str) -> None:
    assert safe_path(id) == path


@given(st.lists(IDS, unique=True))
def test_names_are_safe_and_differ_on_any_system(ids: list[str]) -> None:
    names = FileNames()
    paths = [names.of(id) for id in ids]
    assert len({path.casefold() for path in paths}) == len(ids)
    for path in paths:
        assert not PurePosixPath(path).is_absolute()
        assert not PureWindowsPath(path).anchor
        parts = path.split("/")
        assert all(part.strip(" .") and part[0] != "." for part in parts), path
        assert not re.search(r'[\x00-\x1f<>:"\\|?*]', path)
        assert path.lower().endswith(EXTENSIONS)
        assert not any(part.lower().endswith(EXTENSIONS) for part in parts[:-1])
        assert len(path.encode()) <= MAX_PATH_BYTES + 300


@pytest.mark.parametrize(
    "ids", [("a.md", "A.md"), ("a?.md", "a*.md"), ("x", "x.md"), ("\ufb01.md", "fi.md")]
)
def test_names_that_a_system_takes_for_one_differ(ids: tuple[str, str]) -> None:
    names = FileNames()
    first, second = map(names.of, ids)
    assert first == safe_path(ids[0])
    assert re.fullmatch(r".*-[0-9a-f]{16}\.md", second)
    assert FileNames().of(ids[1]) == safe_path(ids[1]), "the name alone is as the id"


def test_long_names_are_cut_and_differ() -> None:
    names = FileNames()
    ids = [f"{'港' * 300}{number}.md" for number in range(3)] + ["a/" * 1500 + "b.md"]
    paths = [names.of(id) for id in ids]
    assert len(set(paths)) == 4
    assert all(len(part.encode()) < 255 for path in paths for part in path.split("/"))
    assert all(len(path.encode()) <= MAX_PATH_BYTES for path in paths)
