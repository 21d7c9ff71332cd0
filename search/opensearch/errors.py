"""Which errors has a cluster that a folder has not? Those of `search.errors`, named again."""

from search.errors import ArchiveIncomplete, ClusterRefusal, ClusterUnreachable

__all__ = ["ArchiveIncomplete", "ClusterRefusal", "ClusterUnreachable"]
