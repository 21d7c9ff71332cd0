"""How is a git repository opened with pygit2, and what if it cannot be read?

It is installed only with `backfile[git]`, and imported only when a history is opened. Its licence
is the GPL 2 with an exception that allows linking it to programs of any licence. It cannot read
repositories of SHA-256 objects yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from search.errors import BackfileError

if TYPE_CHECKING:
    import pygit2

_WHOLE = "clone the repository whole, without --filter, or see what `git fsck` says"
_ADVICE = (
    ("Unable to read", _WHOLE),
    ("object format", "only repositories of SHA-1 objects are read; index a checkout of it"),
    ("not owned", "tell git that you trust it: git config --global --add safe.directory PATH"),
)
_OTHER_ADVICE = "see what `git fsck` says"


class HistoryUnreadable(BackfileError):
    """The history of a repository cannot be read, or there is none."""


def root_of(repository: pygit2.Repository) -> Path:
    """Return the root of the work tree, or the path of a repository that has none.

    libgit2 takes a bare repository without a `config` file for one whose work tree is around it.
    """
    tree = repository.workdir
    has_tree = tree is not None and os.path.lexists(os.path.join(tree, ".git"))
    return Path(tree if has_tree else repository.path)


def folder_in(tree: pygit2.Tree, path: str) -> pygit2.Tree | None:
    """Return the folder `path` of a tree, or None where there is none.

    The path is followed part by part: given a whole path, pygit2 raises the same error for a folder
    that never was and for an object that is missing.
    """
    for part in filter(None, path.split("/")):
        if part not in tree:
            return None
        found = tree[part]
        if not isinstance(found, git().Tree):
            return None
        tree = found
    return tree


@lru_cache(maxsize=1)
def repository_of(repo: Path, process: int) -> pygit2.Repository:
    """Open a repository once in each process: a forked process must not share file offsets."""
    opened: pygit2.Repository = git().Repository(os.fspath(repo))
    return opened


def git() -> ModuleType:
    """Import pygit2 when it is first needed: only those who read histories must install it."""
    import pygit2

    return pygit2


@contextmanager
def explained(repo: Path) -> Iterator[None]:
    """Turn whatever pygit2 raises into HistoryUnreadable, with advice."""
    try:
        pygit2 = git()
    except ImportError as error:
        raise HistoryUnreadable(
            f"{repo}: reading a history needs pygit2 ({error}); pip install 'backfile[git]'"
        ) from None
    try:
        yield
    except KeyError as error:
        raise HistoryUnreadable(f"{repo}: object {error.args[0]} is missing; {_WHOLE}") from None
    except (pygit2.GitError, ValueError, OSError) as error:
        advice = next((text for sign, text in _ADVICE if sign in str(error)), _OTHER_ADVICE)
        raise HistoryUnreadable(f"{repo}: it cannot be read: {error}; {advice}") from None
