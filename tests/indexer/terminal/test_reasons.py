"""Every reason is explained."""

from indexer.ledger import Reason
from indexer.terminal.reasons import MEANINGS


def test_every_reason_has_a_meaning_and_nothing_else_has() -> None:
    assert set(MEANINGS) == set(Reason)


def test_meanings_are_sentences() -> None:
    for meaning in MEANINGS.values():
        assert meaning[0].isupper()
        assert meaning.endswith(".")
    assert len(set(MEANINGS.values())) == len(MEANINGS)
