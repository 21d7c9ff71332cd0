"""How does a run open the archive, or make it, and the manifest that belongs to it?"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import UUID

from indexer.sync.judgement import REBUILDS
from indexer.sync.manifest import Manifest
from indexer.sync.notes import OUTDATED, STORIES_ANEW
from search import Archive, ArchiveError, IndexMissing, LanguageMismatch
from search.beside import Beside
from search.engines import shown_address
from search.settings import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from search.change import Change


@contextmanager
def changing(
    index: str,
    kept: Beside,
    language: str | None,
    rebuild: bool,
    wait: float,
    id: UUID | None,
    stories: bool | None = None,
) -> Iterator[tuple["Change", Manifest, list[str], list[str]]]:
    """Open or make the archive; yield a change of it, and the manifest of the last run.

    One that is made gets the id, if one is given; without a choice of `stories` that is kept.
    Also yields what is wrong with files that the archive does without, which are written anew, and
    sentences on what else is made anew, or is to be.
    """
    if rebuild:
        with Archive.rebuild(index, language=language, wait=wait) as change:
            if stories is not None:
                change.keep_stories(stories)
            yield change, Manifest(), [], []
        return
    with _open_or_create(index, language, id) as archive:
        faults, notes = archive.faults(every_byte=True), list[str]()
        if archive.pending():
            notes.append(STORIES_ANEW)
        notes += (OUTDATED.format(f"{clause}; {REBUILDS}") for clause in archive.outdated())
        with archive.change(wait=wait) as change:
            if stories is not None:
                change.keep_stories(stories)
            Manifest.clear(kept)
            manifest = manifest_of(kept, archive.note)
            yield change, manifest, [*faults, *manifest.faults], notes


def manifest_of(kept: Beside, note: str) -> Manifest:
    """Return the manifest of the archive that has a note, an empty one if there is none."""
    manifest = Manifest.load(kept, note)
    return Manifest() if manifest.is_of_another_archive(note) else manifest


def note_of(index: str) -> str:
    """Return the note that was left with an archive, "" if there is none."""
    with suppress(IndexMissing), Archive.open(index) as archive:
        return archive.note
    return ""


def is_there(index: str) -> bool:
    """Tell whether there is an archive, of whatever version or damaged."""
    try:
        Archive.open(index).close()
    except IndexMissing:
        return False
    except ArchiveError:
        return True
    return True


def _open_or_create(index: str, language: str | None, id: UUID | None) -> Archive:
    try:
        archive = Archive.open(index)
    except IndexMissing:
        return Archive.create(index, language or DEFAULT_LANGUAGE, id=id)
    kept = archive.language
    if language and language.lower() != kept:
        archive.close()
        raise LanguageMismatch(
            f"{shown_address(index)}: the archive's language is {kept}, not {language}; leave out "
            "--language to add to it, or name another --index to make a new archive"
        )
    return archive
