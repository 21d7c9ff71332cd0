"""Is a cluster of a version that this program was tried with?"""

import re

from search.errors import ClusterRefusal
from search.opensearch.client import Cluster

#: The first version of OpenSearch that is known to answer, and the first that is not known.
OLDEST, UNKNOWN = (2, 19), (4, 0)


def check_version(cluster: Cluster) -> None:
    """Check that a cluster runs OpenSearch 2.19 or 3. Raises ClusterRefusal."""
    version = cluster.ask("GET", "/").get("version", {})
    number, kind = str(version.get("number", "")), version.get("distribution", "elasticsearch")
    found = re.match(r"(\d+)\.(\d+)", number, re.ASCII)
    release = tuple(map(int, found.groups())) if found else (0, 0)
    if kind != "opensearch" or not OLDEST <= release < UNKNOWN:
        raise ClusterRefusal(
            f"{cluster.address}: a cluster of {str(kind)[:40]} {number[:40] or '(unknown)'} is not "
            "one that can keep an archive; run OpenSearch 2.19 or later, or 3"
        )
