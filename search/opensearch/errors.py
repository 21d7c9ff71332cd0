"""What can go wrong with a cluster that cannot go wrong with a folder?

They will stand in the tree of `search.errors` once an address leads to this engine.
"""

from search.errors import ArchiveError


class ClusterUnreachable(ArchiveError):
    """The cluster does not answer, or refuses to for now: ask again later."""


class ClusterRefusal(ArchiveError):
    """The cluster refuses what it is asked: a password, a right, or something it does not know."""


class ArchiveIncomplete(ArchiveError):
    """A part of the archive did not answer, so that every count would be too small."""
