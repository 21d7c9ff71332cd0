"""Is all that lies at the address of an archive as it was written? One judgement for all commands.

What the archive or a command needs is an error. What they can do without is told here, and by every
command in the same words: a clause for each file, and the step that puts it right.
"""

from indexer.sync.held_list import held_list
from indexer.sync.synced import Synced, ledger_fault
from search import Archive
from search.beside import Beside
from search.frozen import frozen

#: Clause on a list of files that another run left than the archive.
OF_ANOTHER_RUN = (
    "the list of its files is missing or of another run, as after it was removed, or one of them "
    "restored from a copy"
)
_MENDS = "“backfile index”, with the folders as before, writes it anew"
_READS_AGAIN = "“backfile index”, with the folders as before, reads all files again and mends that"
REBUILDS = (
    "“backfile index --rebuild”, with the folders as before, cuts them anew; “backfile copy” makes "
    "an archive that keeps the earlier states of items, too"
)
_FINDS = "“backfile index”, with the folders as before, finds them"


@frozen()
class Judgement:
    """What is to be said of an archive: clauses with the next step.

    `ledger` is on the ledger or the file that knows it, "" if nothing is wrong; `others` are on all
    other files. `pending` is what the next run or a rebuild makes anew though nothing is damaged.
    """

    ledger: str
    others: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with any file."""
        return (*self.others, *filter(None, [self.ledger]))


def judged(archive: Archive, kept: Beside, *, every_byte: bool = False) -> Judgement:
    """Judge what lies at the address of an open archive, which others may change meanwhile.

    Unless every byte is to be read, long files are judged by their heads and lengths.
    """
    judgement = _judged(archive, kept, every_byte)
    # A run may have replaced a file between two looks: what is damaged stays so.
    return _judged(archive, kept, every_byte) if judgement.faults else judgement


def _judged(archive: Archive, kept: Beside, every_byte: bool) -> Judgement:
    note = archive.note
    found = held_list(kept, note, every_byte)
    faults = [*archive.faults(every_byte=every_byte), *found.faults]
    others = [f"{fault}; {_MENDS}" for fault in faults]
    if not found.left.have(note):
        others.append(f"{OF_ANOTHER_RUN}; {_READS_AGAIN}")
    synced = Synced.load(kept)
    ledger = ledger_fault(kept, synced, found.left.beside(note), found.has_run, every_byte)
    return Judgement(
        ledger=f"{ledger}; {_MENDS}" if ledger else "",
        others=tuple(others),
        pending=(
            *(f"{clause}; {_FINDS}" for clause in archive.pending()),
            *(f"{clause}; {REBUILDS}" for clause in archive.outdated()),
        ),
    )
