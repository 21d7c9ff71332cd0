"""Which archive does this application show?"""

import os
import threading

from flask import Flask, current_app

from search import Archive
from search.settings import SETTINGS

_KEY = "backfile"


class OneArchive:
    """The archive of an application, opened when it is first asked for.

    All threads share it. While it cannot be opened each request tries again, so that an archive
    may be made or repaired under a running server.
    """

    def __init__(self, app: Flask) -> None:
        self._archive: Archive | None = app.config.get("ARCHIVE")
        setting = SETTINGS["index"]
        default = os.environ.get(setting.variable, str(setting.default))
        self._path: str | os.PathLike[str] = app.config.get("INDEX") or default
        self._lock = threading.Lock()
        app.extensions[_KEY] = self

    def open(self) -> Archive:
        """Return the archive. Raises ArchiveError where it cannot be opened."""
        with self._lock:
            if self._archive is None:
                self._archive = Archive.open(self._path)
            return self._archive


def archive() -> Archive:
    """Return the archive of the application that answers. Raises ArchiveError."""
    holder: OneArchive = current_app.extensions[_KEY]
    return holder.open()
