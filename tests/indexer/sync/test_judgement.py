"""What is said of files that an archive does without, whoever says it and however long they are."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from indexer.commands.copy import copy
from indexer.sync.judgement import judged
from indexer.sync.known_files import File
from indexer.sync.manifest import Manifest
from indexer.sync.run import index_files
from search import Archive, IndexDamaged
from search.copying import IdUnknown, copied
from search.embedded.store.layout import trailer_of, with_check
from search.engines import beside

FILE = "---\ntitle: {name}\ndate: 2026-01-04\n---\nText.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of files; the archives `index` and, made a run before, `older`, and `other`."""
    for folder in ("news", "others"):
        (tmp_path / folder).mkdir()
        for name in "abc":
            (tmp_path / folder / f"{name}.md").write_text(FILE.format(name=f"{folder} {name}"))
    (tmp_path / "news" / "d.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    index_files([tmp_path / "news"], tmp_path / "index")
    index_files([tmp_path / "others"], tmp_path / "other")
    shutil.copytree(tmp_path / "index", tmp_path / "older")
    (tmp_path / "news" / "a.md").write_text(FILE.format(name="new a"))
    index_files([tmp_path / "news"], tmp_path / "index")
    return tmp_path / "news"


def said(index: Path, *, every_byte: bool = False) -> list[str]:
    """Return the clauses without their steps."""
    with Archive.open(index) as archive:
        judgement = judged(archive, beside(index), every_byte=every_byte)
        assert not judgement.pending
        return [fault.partition(";")[0] for fault in judgement.faults]


def flip(path: Path, share: float) -> None:
    data = bytearray(path.read_bytes())
    data[int((len(data) - 1) * share)] ^= 1
    path.write_bytes(data)


#: Files -> what is said where those of another archive, or of an older run, lie in their places.
FOREIGN = {
    ("manifest",): ["manifest is of another run, and manifest.copy takes its place"],
    ("manifest.copy",): ["manifest.copy is of another"],
    ("manifest", "manifest.copy"): ["the list of its files is missing or of another run"],
    ("ledger.jsonl", "synced.json"): ["synced.json is of another run"],
    ("contents.copy",): ["contents.copy is of another table"],
}


@pytest.mark.parametrize("source", ["other", "older"])
@pytest.mark.parametrize("names", FOREIGN, ids=", ".join)
def test_files_of_another_archive_or_run(news: Path, names: tuple[str, ...], source: str) -> None:
    index = news.parent / "index"
    for name in names:
        shutil.copy(news.parent / source / name, index / name)
    told = said(index)
    assert [one[: len(start)] for one, start in zip(told, FOREIGN[names], strict=True)] == (
        FOREIGN[names]
    )
    assert told == said(index, every_byte=True)
    assert index_files([news], index).notes
    assert said(index, every_byte=True) == []


def test_a_copy_of_the_table_of_another_archive_is_no_next_generation(news: Path) -> None:
    for name in "ef":
        (news.parent / "others" / f"{name}.md").write_text(FILE.format(name=name))
        index_files([news.parent / "others"], news.parent / "other")
    index = news.parent / "index"
    shutil.copy(news.parent / "other" / "contents.copy", index / "contents.copy")
    with Archive.open(index) as archive, Archive.open(news.parent / "other") as other:
        assert other.generation == archive.generation + 1
    assert said(index) == ["contents.copy is of another table"]


def test_what_a_run_of_another_archive_announced_is_not_believed(news: Path) -> None:
    index = news.parent / "index"
    shutil.copy(news.parent / "other" / "manifest", index / "manifest.coming")
    assert said(index) == ["manifest.coming is damaged (it is not what was written)"]
    Manifest.load(beside(news.parent / "other")).announce(beside(index))
    assert said(index) == ["manifest.coming is of another archive"]
    index_files([news], index)
    assert said(index) == []
    assert not (index / "manifest.coming").exists()


@pytest.mark.parametrize("name", ["manifest", "manifest.copy", "ledger.jsonl", "stories.2"])
def test_a_long_file_is_read_whole_only_where_every_byte_is(
    news: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = news.parent / "index"
    for module in ("search.regular", "indexer.sync.manifest_file"):
        monkeypatch.setattr(f"{module}.LOOKED_AT_BYTES", 0)
    monkeypatch.setattr("search.embedded.store.story_file.LOOKED_AT_BYTES", 0)
    sound = (index / name).read_bytes()
    assert said(index) == said(index, every_byte=True) == []
    flip(index / name, 0.7 if name != "stories.2" else 0.1)
    assert said(index) == [], "it is looked at, not read"
    assert [name in fault for fault in said(index, every_byte=True)] == [True]
    (index / name).write_bytes(sound[:-1])
    assert said(index) == said(index, every_byte=True) != [], "its length shows"
    if name.startswith("manifest"):
        (index / name).write_bytes(sound)
        flip(index / name, 0.2)
        assert said(index) == said(index, every_byte=True) != [], "its head has its own checksum"


def test_while_an_archive_is_built_anew_nothing_is_amiss(news: Path) -> None:
    index = news.parent / "index"
    new = Manifest()
    new.add("own", File(new.root("/elsewhere"), 1, 1, "", True))
    new.announce(beside(index))
    assert said(index) == []
    index_files([news], index)
    assert not (index / "manifest.coming").exists()
    assert "/elsewhere" not in Manifest.load(beside(index)).roots


def test_runs_that_are_killed_one_after_another_leave_a_list_that_is_known(news: Path) -> None:
    """The first is killed after its commit, the others before theirs."""
    index = news.parent / "index"
    for number in range(3):
        with Archive.open(index) as archive, archive.change() as change:
            note = Manifest.load(beside(index), archive.note).announce(beside(index))
            if not number:
                change.leave_note(note)
                change.remove(["a.md"])
        assert said(index) == []
    summary = index_files([news], index)
    assert (summary.added, summary.notes) == (1, ())
    assert said(index, every_byte=True) == []


# -- the archive's id


def without_id(index: Path) -> UUID:
    """Write the tables as older versions did, which left the id to `backfile.json`."""
    with Archive.open(index) as archive:
        id = archive.id
    for path in (*index.glob("*.toc"), index / "contents.copy"):
        data = path.read_bytes()
        told = replace(trailer_of(data), id=None, stories=None)
        path.write_bytes(with_check(data[: data.rindex(b'{"schema"')], told))
    return id


@pytest.mark.parametrize("step", ["copy", "index", "rebuild"])
def test_an_archive_keeps_its_id_and_its_choice_of_stories(news: Path, step: str) -> None:
    index = news.parent / "index"
    index_files([news], index, stories=False)
    with Archive.open(index) as archive:
        before = archive.id
    about = (index / "backfile.json").read_bytes()
    (index / "backfile.json").unlink()
    if step == "copy":
        copied(index, news.parent / "copied")
        index = news.parent / "copied"
    else:
        index_files([news], index, rebuild=step == "rebuild")
    with Archive.open(index) as archive:
        assert archive.id == before
    assert (index / "backfile.json").read_bytes() == about
    assert not [*index.glob("stories.*")]


def test_an_id_that_no_file_tells_is_said_to_be_lost(news: Path) -> None:
    index = news.parent / "index"
    before = without_id(index)
    assert said(index) == []
    copied(index, news.parent / "copied")
    assert without_id(news.parent / "copied") == before
    (index / "backfile.json").unlink()
    assert "feeds will take all entries for new ones" in said(index)[0]
    with pytest.raises(IdUnknown, match="“backfile index”, with the folders as before"):
        copied(index, news.parent / "copied-again")
    assert not (news.parent / "copied-again").exists()
    index_files([news], index)
    with Archive.open(index) as archive:
        new = archive.id
    copied(index, news.parent / "copied-again")
    with Archive.open(news.parent / "copied-again") as archive:
        assert archive.id == new != before
    without_id(news.parent / "copied")
    (news.parent / "copied" / "backfile.json").write_text("[")
    with pytest.raises(IndexDamaged, match="its id is lost"):
        Archive.open(news.parent / "copied")


@pytest.mark.parametrize("content", ["", "[", "{}", "\xff", "[" * 100_000, None])
def test_a_file_that_the_table_of_contents_makes_up_for_may_be_removed(
    news: Path, content: str | None
) -> None:
    index = news.parent / "index"
    about = index / "backfile.json"
    with Archive.open(index) as archive:
        before = archive.id
    about.unlink()
    if content is None:
        about.symlink_to("nowhere")
    else:
        about.write_bytes(content.encode("latin-1"))
    with pytest.raises(IndexDamaged, match=f"--rebuild .*; or remove {about}, as"):
        Archive.open(index)
    with pytest.raises(IndexDamaged, match="or remove"):
        index_files([news], index)
    about.unlink()
    index_files([news], index)
    with Archive.open(index) as archive:
        assert archive.id == before
    assert said(index) == []


def test_what_is_copied_is_read_whole(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("indexer.sync.manifest_file", "search.regular"):
        monkeypatch.setattr(f"{module}.LOOKED_AT_BYTES", 0)
    index = news.parent / "index"
    for name in ("manifest.copy", "ledger.jsonl"):
        flip(index / name, 0.6)
    told = CliRunner().invoke(copy, [str(index), str(news.parent / "copied")])
    assert told.exit_code == 0
    assert [line.partition(": ")[2].split()[1] for line in told.stderr.splitlines()] == [
        "manifest.copy",
        "ledger.jsonl",
    ]


def test_words_of_another_version_are_told_until_they_are_cut_anew(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(index: Path) -> tuple[str, ...]:
        with Archive.open(index) as archive:
            return judged(archive, beside(index)).pending

    index, copy = news.parent / "words", news.parent / "copy"
    for name in ("commit", "folder"):
        monkeypatch.setattr(f"search.embedded.store.{name}.WORDS", 1)
    index_files([news], index)
    assert not told(index)
    monkeypatch.undo()
    (clause,) = told(index)
    assert "“backfile index --rebuild”" in clause
    (news / "e.md").write_text(FILE.format(name="e"))
    assert clause in " ".join(index_files([news], index).notes), "texts before it are as they were"
    assert told(index) == (clause,)
    copied(index, copy)
    assert not told(copy)
    index_files([news], index, rebuild=True)
    assert not told(index)
