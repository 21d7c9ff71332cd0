"""One generation, shared by all threads; what an older one held is let go of."""

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Archive, Item


def mapped_segments() -> set[str]:
    """Return the segment files that this process has mapped now, removed ones too."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return {line.split(maxsplit=5)[5] for line in lines if ".seg" in line}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="there is no /proc here")
def test_old_segments_are_let_go_of_at_once(make: Callable[..., Archive], tmp_path: Path) -> None:
    gc.disable()  # by the last answer that needs them, not by luck
    try:
        archive = make()
        for number in range(12):
            archive.add([Item(id="a", title=f"state {number}", day=None)])
            assert archive.search("state sta* stote~").total == 1
            assert archive.item("a").title == f"state {number}"
        mapped = {line for line in mapped_segments() if str(tmp_path) in line}
        assert len(mapped) == 1, mapped
        archive.close()
        assert not {line for line in mapped_segments() if str(tmp_path) in line}
    finally:
        gc.enable()


def test_all_threads_share_one_generation(make: Callable[..., Archive]) -> None:
    archive = make([f"item {number}" for number in range(200)])
    generations = []

    def ask() -> None:
        for number in range(50):
            page = archive.search(f"item {number}")
            assert page.total == 1
            assert page.hits[0].id == f"item {number}"
        generations.append(archive._newest())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(generations) == 4
    assert len(set(map(id, generations))) == 1
