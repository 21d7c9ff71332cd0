"""Under which name does an item's file lie in a folder of another machine? Near to its id."""

import re
import unicodedata
from hashlib import blake2b

from search.file_extensions import EXTENSIONS

#: Bytes of each part of a path, and of the whole path.
MAX_PART_BYTES = 200
MAX_PATH_BYTES = 1_000
#: The names that are devices on Windows, whatever ending they have.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE | re.DOTALL)
# What some system forbids in a name, and what would show it in another order.
_FORBIDDEN = re.compile(
    '[\x00-\x1f\x7f-\x9f<>:"\\\\|?*\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
)
_DIGEST_BYTES = 8


class FileNames:
    """The names given so far: no two are one, also where case and accents do not tell them apart.

    Of each name only a number is kept.
    """

    def __init__(self) -> None:
        self._known: set[int] = set()

    def of(self, id: str) -> str:
        """Return a relative path that no other id was given.

        >>> names = FileNames()
        >>> names.of("2026/port-strike.md"), names.of("../aux")
        ('2026/port-strike.md', '_/_aux.md')
        >>> names.of("2026/Port-strike.md")
        '2026/Port-strike-6bf25c05b4b06d96.md'
        """
        path = safe_path(id)
        if self._is_known(path) or len(path.encode()) > MAX_PATH_BYTES:
            digest = blake2b(id.encode(), digest_size=_DIGEST_BYTES).hexdigest()
            stem, dot, ending = path.rpartition(".")
            if len(path.encode()) > MAX_PATH_BYTES:
                stem = "long"
            path = f"{stem}-{digest}{dot}{ending}"
            self._is_known(path)
        return path

    def _is_known(self, path: str) -> bool:
        """Tell whether a path was given before, and remember it."""
        key = hash(unicodedata.normalize("NFKC", path).casefold())
        if key in self._known:
            return True
        self._known.add(key)
        return False


def safe_path(id: str) -> str:
    """Return a path that lies below the folder it is counted from, on any system.

    It ends as files of items do, and none of its folders does: no file has the name of a folder.
    """
    *folders, name = id.split("/")
    parts = []
    for part in folders:
        safe = _safe_part(part)
        parts.append(f"{safe}_" if safe.lower().endswith(EXTENSIONS) else safe)
    name = name if name.lower().endswith(EXTENSIONS) else f"{name}.md"
    stem, dot, ending = name.rpartition(".")
    return "/".join((*parts, f"{_safe_part(stem)}{dot}{ending}"))


def _safe_part(part: str) -> str:
    safe = _FORBIDDEN.sub("_", part).rstrip(" .")
    if len(safe.encode()) > MAX_PART_BYTES:
        safe = safe.encode()[:MAX_PART_BYTES].decode("utf-8", "ignore").rstrip(" .")
    return f"_{safe}" if not safe or safe[0] in ". ~-" or _DEVICE.fullmatch(safe) else safe
