"""A change does what its examples say."""

import doctest

import pytest

from search import Archive, Item, ItemInvalid, change

EXAMPLES = [test for test in doctest.DocTestFinder().find(change) if test.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda test: test.name.rpartition(".")[2])
def test_examples(empty_archive: Archive, example: doctest.DocTest) -> None:
    example.globs.update(archive=empty_archive, Item=Item)
    assert doctest.DocTestRunner().run(example).failed == 0


def test_one_id_is_no_list_of_ids(empty_archive: Archive) -> None:
    with empty_archive.change() as changing, pytest.raises(ItemInvalid, match="'abc' is one id"):
        changing.remove("abc")
