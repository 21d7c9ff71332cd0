"""A segment with right checksums and other content than segments have is a damaged one."""

import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from search import Archive, IndexDamaged, Item
from search.embedded.schema import INDEXED_FIELDS
from search.embedded.segment.shape import SEGMENT_FIELDS
from tests.search.embedded.forging import Arrays, Facts, forge

Forge = Callable[[Facts, Arrays], object]


def highest(name: str) -> Forge:
    return lambda _, arrays: arrays[name].fill(np.iinfo(arrays[name].dtype).max)


def block(content: bytes) -> Forge:
    """Have one block of items, which all documents point to."""

    def forged(_: Facts, arrays: Arrays) -> None:
        arrays["items.blocks"] = np.frombuffer(zlib.compress(content), np.uint8)
        arrays["items.ends"] = np.array([0, len(arrays["items.blocks"])], "<u8")
        arrays["items.slots"].fill(0)

    return forged


FORGED: dict[str, Forge] = {
    "no-past": lambda facts, _: facts.pop("past"),
    "no-fields": lambda facts, _: facts.pop("fields"),
    "gone-text": lambda facts, _: facts.update(gone="x"),
    "words-beyond-all": lambda facts, _: facts["fields"]["title"].update(words=10**400),
    "words-below-none": lambda facts, _: facts["fields"]["title"].update(words=-1),
    "wide-frequencies": lambda facts, _: facts["fields"]["text"].update(frequency="<u8"),
    "other-places": lambda _, arrays: arrays["text.data"].sort(),
    "no-slots": lambda _, arrays: arrays.pop("items.slots"),
    "no-keys": lambda _, arrays: arrays.pop("keys"),
    "no-terms": lambda _, arrays: arrays.pop("title.terms"),
    "slots": highest("items.slots"),
    "item-ends": highest("items.ends"),
    "ends": highest("title.ends"),
    "first": highest("title.first"),
    "days": lambda _, arrays: arrays.update(days=np.sort(arrays["days"])),
    "count": highest("title.count"),
    "ordinals": highest("sources.ordinals"),
    "offsets": highest("sources.offsets"),
    "spellings": lambda _, arrays: arrays["sources.spelled"].fill(255),
    "words": lambda _, arrays: np.putmask(own := arrays["forms.terms"], own == ord("m"), 255),
    "nested": block(b"[" * 100_000),
    "short": block(b"[[1,2,3]]"),
    "numbers": block(b'["a",1,null,"",[],[],[],"","",null,null,null]'),
}


def test_its_fields_are_those_of_the_schema() -> None:
    assert {*SEGMENT_FIELDS} == {*INDEXED_FIELDS}


@pytest.mark.parametrize("name", FORGED)
def test_a_misshapen_segment_is_damaged(tmp_path: Path, items: tuple[Item, ...], name: str) -> None:
    path = tmp_path / "index"
    with Archive.create(path) as archive:
        archive.add(items)
    (file,) = path.glob("*.seg")
    forge(file, FORGED[name])
    with pytest.raises(IndexDamaged, match=rf"{file.name}: .*--rebuild"):
        read(path)


def read(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.search("comet title:comet", facets=("sources",))
        archive.search("co* comte~")
        archive.search('"in port" OR "the port"')
        archive.outlet("BBC")
        list(archive.items())
