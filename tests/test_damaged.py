"""Whatever happens to a file of an archive: every command is right, or names file and next step.

Each file of an index meets each harm below. Then each command must give the answer of the sound
archive, or end with 3, the file and what to do; and who does that has a whole archive again, with
the ledger of one that was made anew, under the id that the archive had. All commands agree on
whether there is an archive, and say the same of files that it does without.
"""

import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch
from uuid import UUID

import pytest
from click.testing import CliRunner

from indexer.cli import main
from search import Archive, BackfileError
from web.app import create_app

FILE = "---\ntitle: {title}\ndate: 2026-01-0{day}\ntags: [port]\n---\nThe {title} of the bay.\n"
#: Loaded with a line in the ledger, and refused.
TO_REPAIR = b"---\ntitle: Harbour caf\xe9 shut\ndate: 2026-01-05\n---\nNo coffee.\n"
TO_REFUSE = b"\x7fELF\x02\x01\x01" + bytes(30)
#: Seconds after which a command that waits for a pipe is taken to wait for ever.
GUARD_SECONDS = 60

KINDS = {
    "about": "backfile.json",
    "table": "_MAIN_*.toc",
    "copy": "contents.copy",
    "segment": "MAIN_*.seg",
    "stories": "stories.*",
    "lock": "MAIN_WRITELOCK",
    "manifest": "manifest",
    "manifest-copy": "manifest.copy",
    "announcement": "manifest.coming",
    "ledger": "ledger.jsonl",
    "synced": "synced.json",
    "unfinished-table": "_MAIN_3.toc.new",
    "unfinished-copy": "contents.copy.new",
    "unfinished-manifest": "manifest.new",
    "table-of-77": "_MAIN_77.toc",
    "stray-segment": "MAIN_0123456789abcdef.seg",
}


T = TypeVar("T")


@dataclass(frozen=True)
class World:
    """Folders: the files, the sound archive, the same a run earlier, another archive, elsewhere."""

    news: Path
    sound: Path
    older: Path
    other: Path
    elsewhere: Path

    def file(self, folder: Path, kind: str) -> Path:
        """Return the file of a kind in an archive; of several the first one."""
        pattern = KINDS[kind]
        return min(folder.glob(pattern), default=folder / pattern)


def write(folder: Path, *titles: str) -> None:
    folder.mkdir(exist_ok=True)
    for day, title in enumerate(titles, 1):
        (folder / f"{day}.md").write_text(FILE.format(title=title, day=day))
    (folder / "cafe.md").write_bytes(TO_REPAIR)
    (folder / "program.md").write_bytes(TO_REFUSE)


def run(*args: object) -> tuple[int, str, str]:
    """Run the command; return its exit code, what it says, and what it says of problems."""
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError(f"{args}: {result.exception!r}") from result.exception
    return result.exit_code, result.stdout, result.stderr


def make(folder: Path, index: Path) -> None:
    assert run("index", folder, "--index", index, "--quiet")[0] == 0


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    place = tmp_path_factory.mktemp("damaged")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BACKFILE_OUTLETS", str(place / "outlets.json"))
        (place / "outlets.json").write_text('{"Port News": "Harbour Post"}')
        yield made(place)


def made(place: Path) -> World:
    world = World(*(place / name for name in ("news", "sound", "older", "other", "elsewhere")))
    world.elsewhere.mkdir()
    write(world.news, "strike", "ferry", "old comet")
    make(world.news, world.sound)
    shutil.copytree(world.sound, world.older)
    (world.news / "3.md").write_text(FILE.format(title="new comet", day=3))
    make(world.news, world.sound)
    write(place / "others", "council", "bridge", "storm", "strike of others")
    make(place / "others", world.other)
    return world


class WaitsForEver(BaseException):
    """No `except Exception` stops it."""


@contextmanager
def guarded() -> Iterator[None]:
    """Raise an exception where something waits for ever, as for the other end of a pipe."""

    def stop(*_: object) -> None:
        raise WaitsForEver

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(GUARD_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# -- harms


def gone(path: Path) -> bytes:
    """Remove a file; return what it held."""
    held = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    return held


def flipped(share: float) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        data = bytearray(path.read_bytes() if path.exists() else b"?")
        if data:
            data[int((len(data) - 1) * share)] ^= 1 << int(share * 7)
        path.write_bytes(data)

    return harm


def cut(share: float) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        held = gone(path)
        path.write_bytes(held[: int(len(held) * share)])

    return harm


def folder(*names: str) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        gone(path)
        path.mkdir()
        for name in names:
            (path / name).write_text("dear diary")

    return harm


def content(data: bytes) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        path.write_bytes(data)

    return harm


def link_to_its_content(world: World, kind: str, path: Path) -> None:
    target = world.elsewhere / f"{path.parent.name}-{path.name}"
    target.write_bytes(gone(path))
    path.symlink_to(target)


def link(target: str) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        gone(path)
        path.symlink_to(path.name if target == "itself" else target)

    return harm


def pipe(world: World, kind: str, path: Path) -> None:
    gone(path)
    os.mkfifo(path)


def of(archive: str) -> Callable[[World, str, Path], None]:
    def harm(world: World, kind: str, path: Path) -> None:
        path.write_bytes(gone(world.file(copied(getattr(world, archive), world), kind)))

    return harm


def copied(folder: Path, world: World) -> Path:
    """Return a copy of an archive, which may be spoilt."""
    place = world.elsewhere / "copy"
    shutil.rmtree(place, ignore_errors=True)
    return Path(shutil.copytree(folder, place, symlinks=True))


HARMS: dict[str, Callable[[World, str, Path], None]] = {
    "absent": lambda world, kind, path: gone(path) and None,
    "empty": content(b""),
    "cut": cut(0.5),
    "cut-at-the-end": cut(0.99),
    "flipped-at-the-begin": flipped(0),
    "flipped": flipped(0.4),
    "flipped-in-the-middle": flipped(0.6),
    "flipped-at-the-end": flipped(1),
    "noise": content(bytes(range(256)) * 40),
    "brackets": content(b"[" * 100_000),
    "folder": folder(),
    "full-folder": folder("diary.txt"),
    "link-to-its-content": link_to_its_content,
    "dangling-link": link("/nowhere/at/all"),
    "link-to-itself": link("itself"),
    "link-to-a-device": link("/dev/zero"),
    "pipe": pipe,
    "of-an-older-generation": of("older"),
    "of-another-archive": of("other"),
}
#: Kinds of files that a sound archive has not, and harms that take a file which is there.
NOT_THERE = [kind for kind in KINDS if kind.startswith(("unfinished", "ann", "stray", "table-of"))]
OF_A_FILE = ["absent", "link-to-its-content", *(h for h in HARMS if h[:3] in ("cut", "fli"))]
CASES = [
    (kind, harm)
    for kind in KINDS
    for harm in HARMS
    if kind not in NOT_THERE or harm not in OF_A_FILE
]
#: Every how manieth case a quick run tries.
STRIDE = 13


# -- what must hold


@cache
def of_sound(read: Callable[[Path], T], *archives: Path) -> list[T]:
    """Return what is read of archives that nobody spoils; it is read once."""
    return [read(archive) for archive in archives]


@cache
def said_by(args: tuple[object, ...], *archives: Path) -> list[str]:
    """Return what a command prints for archives that nobody spoils; it is called once."""
    return [run(*args, "--index", archive)[1] for archive in archives]


def entries(index: Path) -> list[str]:
    """Return the ledger's entries, in some order."""
    return sorted(run("ledger", "--json", "--index", index)[1].splitlines())


def items(index: Path) -> list[object]:
    with Archive.open(index) as archive:
        return list(archive.items())


def names(index: Path) -> dict[str, str]:
    with Archive.open(index) as archive:
        return archive.outlet_names


def snapshot(index: Path) -> dict[str, object]:
    """Return what lies in a folder."""
    found: dict[str, object] = {}
    for path in index.iterdir():
        status = path.lstat()
        is_small_file = not path.is_symlink() and path.is_file()
        found[path.name] = (status.st_mode, path.read_bytes() if is_small_file else None)
    return found


def assert_helpful(index: Path, error: str) -> None:
    assert str(index) in error, error
    assert re.search("backfile index|move it away", error), error
    assert "Traceback" not in error


def heal(world: World, index: Path, error: str) -> None:
    """Do what an error says, until nothing is left to do."""
    for _ in range(3):
        if moved := re.search(r"(\S+): a folder lies where", error):
            shutil.move(moved[1], world.elsewhere / f"moved-{len(list(world.elsewhere.iterdir()))}")
        step = re.search(r"“backfile (index FOLDER.*?)”", error)
        command = (step[1] if step else f"index FOLDER --index {index}").split()
        code, _, error = run(*(world.news if word == "FOLDER" else word for word in command))
        if code == 0:
            return
        assert code == 3
        assert_helpful(index, error)
    raise AssertionError(error)


def id_of(index: Path) -> UUID:
    with Archive.open(index) as archive:
        return archive.id


def assert_whole(world: World, index: Path) -> None:
    assert [id_of(index)] == of_sound(id_of, world.sound)
    assert [items(index)] == of_sound(items, world.sound)
    assert names(index) == {"Port News": "Harbour Post"}
    code, said, problems = run("check", "--index", index)
    assert (code, problems) == (0, ""), problems
    assert [entries(index)] == of_sound(entries, world.sound)
    code, said, _ = run("index", world.news, "--index", index, "--json")
    summary = json.loads(said)
    assert (code, summary["unchanged"], summary["notes"]) == (0, 4, [])


def python_says(index: Path) -> str:
    """Return what the façade raises, or "" where it answers as the sound archive."""
    try:
        with Archive.open(index) as archive:
            archive.faults()
            titles = {hit.title for hit in archive.search("comet OR strike").hits}
            archive.check()
            list(archive.items())
    except BackfileError as error:
        return str(error)
    assert titles in ({"strike", "new comet"}, {"strike", "old comet"})
    return ""


#: Commands that only read, and whether they print the same for every sound archive.
READING = {
    ("search", "comet"): True,
    ("search", "comet", "--json"): False,
    ("info",): False,
    ("stories",): False,
    ("export",): True,
    ("ledger", "--json"): False,
    ("check",): False,
    ("index", "NEWS", "--dry-run"): False,
}


def clauses(index: Path, error: str) -> list[str]:
    """Return what a command says of files that the archive does without."""
    return sorted(re.findall(rf"^(?:Note|Error): {re.escape(str(index))}: (.*)", error, re.M))


def spoilt(world: World, kind: str, harm: str, place: Path) -> Path:
    index = place / "index"
    shutil.copytree(world.sound, index)
    HARMS[harm](world, kind, world.file(index, kind))
    return index


def check_case(world: World, kind: str, harm: str, place: Path) -> None:
    index = spoilt(world, kind, harm, place)
    before = snapshot(index)
    python = python_says(index)
    said = {}
    for command, is_same in READING.items():
        args = [world.news if word == "NEWS" else word for word in command]
        code, output, error = run(*args, "--index", index)
        assert code in (0, 3), (command, code, error)
        if code == 3:
            assert_helpful(index, error)
        elif is_same:
            assert output in said_by(tuple(args), world.sound, world.older), command
        said[command] = code, error
    code, _, error = run("copy", index, place / "copied", "--quiet")
    said["copy",] = code, error
    if code == 0:
        assert id_of(place / "copied") == id_of(index)
        shutil.rmtree(place / "copied")
    with create_app({"INDEX": index}).test_client() as client:
        answer = client.get("/api/v1/search?q=comet")
        assert answer.status_code == 503 or (answer.json or {})["total"] == 1
    try:
        Archive.open(index).close()
    except BackfileError as error:
        told = str(error)
        assert python == told
        assert answer.status_code == 503
        for command, (code, problem) in said.items():
            assert code == 3, command
            assert told in problem, command
        code, _, problem = run("serve", "--port", "0", "--index", index)
        assert (code, problem) == (3, f"Error: {told}\n")
        code, _, problem = run("index", world.news, "--index", index)
        assert (code, problem) == (3, f"Error: {told}\n")
    else:
        with patch("web.processes.serve"):
            code, _, error = run("serve", "--port", "0", "--index", index)
        said["serve",] = code, error
        for command, (_, problem) in said.items():
            assert clauses(index, problem) == clauses(index, said["check",][1]), command
    found = {name: state for name, state in snapshot(index).items() if name != "MAIN_WRITELOCK"}
    assert found == {name: state for name, state in before.items() if name != "MAIN_WRITELOCK"}
    heal(world, index, said["check",][1] or said["export",][1])
    assert_whole(world, index)
    shutil.rmtree(index)
    index = spoilt(world, kind, harm, place)
    code, _, error = run("index", world.news, "--index", index, "--rebuild")
    if code:
        assert_helpful(index, error)
        heal(world, index, error.replace("FOLDER", "FOLDER --rebuild"))
    assert_whole(world, index)
    shutil.rmtree(index)


#: What some commands once were silent about.
TELLING = [
    ("about", "of-another-archive"),
    ("stories", "absent"),
    ("manifest", "flipped"),
    ("manifest-copy", "absent"),
    ("ledger", "cut"),
    ("synced", "of-an-older-generation"),
    ("lock", "full-folder"),
]


@pytest.mark.parametrize(("kind", "harm"), TELLING, ids=["-".join(case) for case in TELLING])
def test_every_command_says_the_same(world: World, kind: str, harm: str, tmp_path: Path) -> None:
    with guarded():
        check_case(world, kind, harm, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_happens_to_a_file(
    world: World, kind: str, tmp_path: Path, thorough: bool
) -> None:
    for case in CASES if thorough else CASES[::STRIDE]:
        if case[0] == kind:
            try:
                with guarded():
                    check_case(world, *case, tmp_path)
            except BaseException as error:
                error.add_note(", ".join(case))
                raise
