"""In which state is the folder of an archive? One judgement, on which every command relies.

There is no archive (IndexMissing); there is one of another version (IndexOutdated); a file is
damaged that it cannot do without (IndexDamaged); or there is an archive, perhaps with files that
are damaged, but written anew by the next change.

A table of contents counts if it is what was written, and if each segment that it lists is there, is
no other one, and has a sound directory. That of the highest number is taken; else the newest of
the others and the copy. What is inside segments is checked when it is read.
"""

import errno
import json
import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from uuid import UUID

from search import regular
from search.embedded.damage import command, damaged, unreadable
from search.embedded.segment.directory import Directory
from search.embedded.segment.shape import fault_of
from search.embedded.store.layout import (
    ABOUT,
    COPY,
    LOCK,
    MAX_TABLE_BYTES,
    SCHEMA_VERSION,
    SEGMENT,
    STORIES,
    UNFINISHED,
    StoriesKept,
    generations,
    id_in,
    table_of,
)
from search.embedded.store.records import NameRefused
from search.embedded.store.table import ListedSegment, Table, parsed
from search.errors import (
    BackfileError,
    IndexDamaged,
    IndexExists,
    IndexMissing,
    IndexOutdated,
)
from search.frozen import frozen
from search.language.known_languages import is_known
from search.settings import LEDGER

#: Bytes of `backfile.json`, far more than are ever written.
MAX_ABOUT_BYTES = 1 << 16
#: Bytes of an entry of the section `days`, of which each document has one.
_DAY_BYTES = 4
_FEEDS_BEGIN_ANEW = "so feeds will take all entries for new ones"


@frozen(kw_only=True)
class Kept:
    """What an archive keeps through all generations; None where no file tells it."""

    language: str | None = None
    id: UUID | None = None
    keeps_stories: bool = True
    outlets: Mapping[str, str] = field(default_factory=dict)


@frozen()
class Found:
    """The archive in a folder: its table of contents, and what is wrong with other files.

    `faults` are clauses, such as “backfile.json is gone”, on files that the archive does without.
    """

    table: Table
    faults: tuple[str, ...]
    kept: Kept


@frozen()
class _About:
    """What `backfile.json` says."""

    schema: int
    language: str
    id: UUID | None
    keeps_stories: bool


def judged(folder: Path) -> Found:
    """Return the archive in a folder. Raises IndexMissing, IndexOutdated or IndexDamaged."""
    names = _listed(folder)
    try:
        about = _about(folder) if ABOUT in names else None
    except IndexDamaged as error:
        if _kept_by_tables(folder, names).id is None:
            raise IndexDamaged(f"{error}; its id is lost, {_FEEDS_BEGIN_ANEW}") from error
        if isinstance(error.__cause__, PermissionError) or not _is_told_by_table(folder, names):
            raise
        # To index again loses the states of the items before.
        raise IndexDamaged(
            f"{error}; or remove {folder / ABOUT}, as the table of contents says all that it did"
        ) from error
    if about and about.schema != SCHEMA_VERSION:
        raise _outdated(folder, about.schema)
    table, faults = _table(folder, names)
    if not about:
        if table.told.schema is None:  # Whoosh's own writer wrote the table
            raise damaged(folder / ABOUT, "it is gone")
        if table.told.schema != SCHEMA_VERSION:
            raise _outdated(folder, table.told.schema)
    kept = _kept(table, about)
    if fault := _fault_of(about, table):
        faults.append(fault if kept.id else f"{fault}, {_FEEDS_BEGIN_ANEW}")
    return Found(table, tuple(faults), kept)


def _is_told_by_table(folder: Path, names: list[str]) -> bool:
    """Tell whether a table of contents says all that `backfile.json` does."""
    with suppress(BackfileError):
        table, _ = _table(folder, names)
        return table.told.id is not None and table.told.schema == SCHEMA_VERSION
    return False


def _fault_of(about: _About | None, table: Table) -> str:
    """Return what is wrong with `backfile.json`, as a clause; "" if nothing is."""
    if not about:
        return (
            f"{ABOUT} is gone"
            if table.told.id
            else f"{ABOUT} is gone, and with it the archive's id"
        )
    if about.language != table.language:
        return f"{ABOUT} names another language than the table of contents"
    if not about.id:
        return f"{ABOUT} has no id"
    return f"{ABOUT} is of another archive" if table.told.id not in (None, about.id) else ""


def _kept(table: Table, about: _About | None) -> Kept:
    """Return what a table says, or, where it does not, `backfile.json`."""
    with_stories = about.keeps_stories if about else True
    if table.told.stories is not None:
        with_stories = table.told.stories != StoriesKept.NONE
    id = table.told.id or (about.id if about else None)
    outlets = table.told.outlets or {}
    return Kept(language=table.language, id=id, keeps_stories=with_stories, outlets=outlets)


def kept_in(folder: Path) -> Kept:
    """Return what is kept by an archive of any version, or damaged, as far as a file tells it.

    Raises IndexMissing where there is no archive.
    """
    names = _listed(folder)
    try:
        return judged(folder).kept
    except IndexMissing:
        if ABOUT not in names:
            raise
    except (IndexDamaged, IndexOutdated):
        pass
    return _kept_by_tables(folder, names)


def _kept_by_tables(folder: Path, names: list[str]) -> Kept:
    """Return what the first table says that can be read, and what only `backfile.json` does."""
    about = None
    with suppress(BackfileError):
        about = _about(folder)
    tables = [table_of(number) for number in sorted(generations(names), reverse=True)]
    for name in (*tables, COPY):
        with suppress(OSError, ValueError):
            return _kept(parsed(regular.read(folder / name, MAX_TABLE_BYTES)), about)
    if not about:
        return Kept()
    language = about.language if is_known(about.language) else None
    return Kept(language=language, id=about.id, keeps_stories=about.keeps_stories)


def check_free(folder: Path) -> None:
    """Raise IndexExists unless an archive may be made in a folder that is there.

    A process that was killed while it made an archive may have left files: they do not count.
    """
    names = os.listdir(folder)
    if COPY in names or _has_data(names):
        raise IndexExists(f"{folder}: there is an archive already; open it, or remove the folder")
    if names and not _has_signs(names):
        raise IndexExists(
            f"{folder}: there is no archive, and the folder holds something else; name a new one "
            "for the index"
        )


def check_apart(folder: Path) -> None:
    """Raise IndexExists if a folder lies, at whatever depth, in that of an archive."""
    for parent in Path(os.path.realpath(folder)).parents:
        if (parent / ABOUT).is_file() and _has_data(os.listdir(parent)):
            raise IndexExists(
                f"{folder}: it lies in the folder of another archive, {parent}; name another place"
            )


def _listed(folder: Path) -> list[str]:
    """Return the names in a folder. Raises IndexMissing where there is none."""
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        if nowhere := leads_nowhere(folder):
            raise IndexMissing(nowhere) from None
        return []
    except NotADirectoryError:
        raise IndexMissing(
            f"{folder}: there is no archive but a file; make one elsewhere with "
            f"“{command(Path('ANOTHER-FOLDER'), 'FOLDER')}”"
        ) from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENAMETOOLONG):
            raise IndexMissing(
                f"{folder}: there is no archive, and none can be made there ({error.strerror}); "
                f"make one elsewhere with “{command(Path('ANOTHER-FOLDER'), 'FOLDER')}”"
            ) from None
        raise unreadable(folder, error) from error


def leads_nowhere(folder: Path) -> str:
    """Say of a folder's path, or one above it, that it is a link to what is not there; else ""."""
    for path in (folder, *folder.parents):
        target = os.path.realpath(path)
        if os.path.islink(path) and not os.path.lexists(target):
            return (
                f"{folder}: there is no archive, as {path} is a link to {target}, which is not "
                f"there; make that folder with “mkdir -p {shlex.quote(target)}”, or name "
                "another one for the index"
            )
    return ""


def _has_data(names: list[str]) -> bool:
    """Tell whether there is a table of contents, a segment, or what only follows a commit."""
    if generations(names) or LEDGER in names:
        return True
    return any(SEGMENT.fullmatch(name) or STORIES.fullmatch(name) for name in names)


def _has_signs(names: list[str]) -> bool:
    """Tell whether a folder is, or was to become, an archive's."""
    return not {ABOUT, LOCK}.isdisjoint(names) or any(map(UNFINISHED.match, names))


def _about(folder: Path) -> _About:
    """Return what `backfile.json` says. Raises IndexDamaged where it cannot be read."""
    path = folder / ABOUT
    try:
        about = json.loads(regular.read(path, MAX_ABOUT_BYTES))
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise damaged(path, "it is not JSON") from error
    own = about if isinstance(about, dict) else {}
    version, language = own.get("schema"), own.get("language")
    if not (isinstance(language, str) and type(version) is int):
        raise damaged(path, "it has no schema and language")
    if version == SCHEMA_VERSION and not is_known(language):
        raise damaged(path, f"its language {language[:40]!a} is not known")
    return _About(version, language, id_in(own), own.get("stories") is not False)


def _table(folder: Path, names: list[str]) -> tuple[Table, list[str]]:
    """Return the table of contents that counts, and what is wrong with another one."""
    numbers = sorted(generations(names), reverse=True)
    if not numbers and COPY not in names:
        raise _without_table(folder, names)
    if not numbers:
        table = _sound(folder, COPY)
        return table, [f"{table_of(table.generation)} is gone, and {COPY} takes its place"]
    newest, *older = numbers
    try:
        return _sound(folder, table_of(newest), newest), []
    except IndexDamaged as error:
        if isinstance(error.__cause__, NameRefused):
            raise  # no accident that another table could make good
        others = []
        for name, number in [(COPY, None), *((table_of(number), number) for number in older)]:
            with suppress(IndexDamaged):
                others.append((_sound(folder, name, number), name))
        if not others:
            raise
    table, name = max(others, key=lambda other: other[0].generation)
    why = f" ({cause})" if (cause := _cause_of(folder / table_of(newest))) else ""
    return table, [f"{table_of(newest)} is damaged{why}, and {name} takes its place"]


def _cause_of(path: Path) -> str:
    """Say why a file cannot even be opened; "" where it can."""
    try:
        regular.opened(path).close()
    except OSError as error:
        return regular.cause_of(error)
    return ""


def _without_table(folder: Path, names: list[str]) -> IndexMissing | IndexDamaged:
    if _has_data(names):
        gone = "it and the table of contents are gone"
        if not any(map(SEGMENT.fullmatch, names)):
            gone = "it, the table of contents and all segments are gone"
        return damaged(folder / COPY, gone)
    make = command(folder, "FOLDER")
    if _has_signs(names):
        return IndexMissing(f"{folder}: the archive was never finished; make one with “{make}”")
    if names:
        make = command(Path("ANOTHER-FOLDER"), "FOLDER")
        return IndexMissing(
            f"{folder}: there is no archive, and the folder holds something else; make one "
            f"elsewhere with “{make}”"
        )
    return IndexMissing(f"{folder}: there is no archive; make one with “{make}”")


def _outdated(folder: Path, version: int) -> IndexOutdated:
    has = f"{folder}: the archive has schema {version}, this program {SCHEMA_VERSION}"
    rebuild = f"“{command(folder, 'FOLDER --rebuild')}”"
    if version > SCHEMA_VERSION:
        return IndexOutdated(
            f"{has}; a newer Backfile wrote it: update Backfile, or index again with {rebuild}"
        )
    return IndexOutdated(
        f"{has}; rebuild needed: backfile index --rebuild, with the folders to index again: "
        f"{rebuild}"
    )


def _sound(folder: Path, name: str, generation: int | None = None) -> Table:
    """Return a table of contents that counts. Raises IndexDamaged."""
    path = folder / name
    try:
        table = parsed(regular.read(path, MAX_TABLE_BYTES))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if generation is not None and table.generation != generation:
        raise damaged(path, f"it is of generation {table.generation}")
    for segment in table.segments:
        _check_segment(folder / segment.file, segment)
    return table


def _check_segment(path: Path, segment: ListedSegment) -> None:
    """Raise IndexDamaged unless a file is the segment that a table lists."""
    try:
        with regular.opened(path) as file:
            directory = Directory.read(file, path)
    except OSError as error:
        raise unreadable(path, error) from error
    documents = directory.meta.get("documents")
    if documents != segment.documents:
        raise damaged(path, f"it has {documents} documents, not {segment.documents:,}")
    if directory.sections.get("days", (0, 0))[1] != _DAY_BYTES * segment.documents:
        raise damaged(path, "it has not a day for each document")
    if cause := fault_of(directory):
        raise damaged(path, cause)
    if not segment.has_bits():
        raise damaged(path, "the table of contents does not tell which documents are deleted")
    if not segment.has_arrivals():
        raise damaged(path, "the table of contents does not tell when its items came in")
