"""A process that is forked inside a change leaves the change to the one that began it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from search import Archive
from tests.conftest import THOROUGH

BEGIN = """
import gc, os, sys
from search import Archive, ArchiveClosed, IndexLocked, Item

def items(name):
    return [Item(id=f"{name}{number}", title=name, day=None) for number in range(30)]

archive = Archive.open(sys.argv[1])
for name in "abc":
    archive.add(items(name))
"""
#: What the fork does: leave the block with an error or without, or the whole program.
PROGRAMS = {
    "both-leave-the-block": """
with archive.change() as change:
    change.add(items("d"))
    child = os.fork()
if not child:
    del change
    gc.collect()
    sys.exit(0)
os.waitpid(child, 0)
""",
    "the-fork-ends-inside": """
with archive.change() as change:
    change.add(items("d"))
    child = os.fork()
    if not child:
        sys.exit(0)
    os.waitpid(child, 0)
    change.add(items("e"))
    change.remove([f"e{number}" for number in range(30)])
""",
    "the-fork-ends-among-the-items": """
def forking():
    yield from items("d")
    child = os.fork()
    if not child:
        raise ValueError
    os.waitpid(child, 0)

archive.add(forking())
""",
    "the-fork-goes-on": """
with archive.change() as change:
    change.add(items("d"))
    child = os.fork()
    if not child:
        for refused in (lambda: change.add(items("e")), change.ids, change.commit):
            try:
                refused()
            except ArchiveClosed:
                continue
            os._exit(1)
        try:
            archive.add(items("e"))
        except IndexLocked as error:
            os._exit(f"pid {os.getppid()}" not in str(error))
        os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
""",
    "the-fork-outlives-the-change": """
read, write = os.pipe()
with archive.change() as change:
    change.add(items("d"))
    child = os.fork()
    if not child:
        os.close(write)
        os.read(read, 1)
        os._exit(0)
archive.remove(["none"])
os.close(write)
os.waitpid(child, 0)
""",
    "a-rebuild": """
with Archive.rebuild(sys.argv[1]) as change:
    for name in "abcd":
        change.add(items(name))
    child = os.fork()
    if not child:
        raise KeyboardInterrupt
    os.waitpid(child, 0)
""",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("name", PROGRAMS if THOROUGH else list(PROGRAMS)[1::3])
def test_only_the_process_that_began_a_change_ends_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "index"
    Archive.create(path).close()
    command = [sys.executable, "-c", BEGIN + PROGRAMS[name], str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    with Archive.open(path) as archive:
        assert archive.faults() == ()
        assert archive.info().items == archive.search().total == 120
        assert archive.check()
        assert archive.add([]) == archive.remove(["none"]) == 0
