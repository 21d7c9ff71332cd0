"""Which archive does this application show, and when is it opened?"""

import os
import threading
from contextlib import suppress

from flask import Flask, current_app, g

from search import Archive, ArchiveError
from search.engines import absolute
from search.settings import SETTINGS

_KEY = "backfile"


class OneArchive:
    """The archive of an application, opened by the first request that needs it.

    All threads share it. If it cannot be opened, the next request tries again: an archive may be
    made or repaired while the server runs.
    """

    def __init__(self, app: Flask) -> None:
        self._archive: Archive | None = app.config.get("ARCHIVE")
        setting = SETTINGS["index"]
        default = os.environ.get(setting.variable, str(setting.default))
        self._path = absolute(app.config.get("INDEX") or default)
        self._lock = threading.Lock()
        app.extensions[_KEY] = self

    def open(self) -> Archive:
        """Return the archive. Raises ArchiveError if it cannot be opened."""
        with self._lock:
            if self._archive is None:
                self._archive = Archive.open(self._path)
            return self._archive


def prepare(app: Flask) -> None:
    """Read what every search needs before the first request comes, which would wait for it.

    Where the archive cannot be opened, that request is told why.
    """
    holder: OneArchive = app.extensions[_KEY]
    with suppress(ArchiveError):
        holder.open().search()


def archive() -> Archive:
    """Return the archive of the current application. Raises ArchiveError."""
    holder: OneArchive = current_app.extensions[_KEY]
    return holder.open()


def archive_language() -> str:
    """Return the archive's language, asked once for each request. Raises ArchiveError."""
    if "archive_language" not in g:
        g.archive_language = archive().language
    found: str = g.archive_language
    return found
