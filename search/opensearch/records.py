"""What is an archive's newest commit, and how does a new one come about? By one small document.

Beside the index of items an archive has a small one, NAME-about. The document `newest` there names
the generation and the index of items: to write it is the commit, whole or not there, also where
an archive is built anew in another index. It is only written over by who has read it before.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import UTC, datetime
from uuid import UUID

from search.errors import ArchiveError, IndexDamaged, IndexLocked, IndexMissing
from search.frozen import frozen
from search.opensearch.client import Cluster, Json
from search.opensearch.mapping import index_body
from search.stories.version import ALGORITHM
from search.text import Analyzer

#: What stands behind the name of an archive, in the names of its indexes.
ABOUT, ITEMS = "-about", "-items-"
#: Commits whose times are kept, to tell what no reader sees any more.
COMMITS_KEPT = 50
_NEWEST = "newest"
#: Address -> how many commits this process has made there, of which all of it know at once.
_commits: Counter[str] = Counter()
_EXISTS, _CONFLICT, _MISSING = 400, 409, 404


@frozen(kw_only=True)
class Newest:
    """The newest commit: its number, the index of items, the note, what it was made with.

    `words` is the version by which all texts were cut into words, 0 where it is not one.
    `documents` is how many stand, one for each state of an item; -1 where it is not known.
    `outlets` are the other names of outlets, each with the outlet's name.
    `told` is the latest generation whose stories were found, by which `algorithm` (0: all are to be
    found anew); `telling` names the tail that was left with them. `arrivals_from` is as in
    `engine.Generation`. `state` is another for each commit. `commits` are
    the numbers and times (seconds) of the latest commits, oldest first. `version` tells the cluster
    that nobody has written the document since it was read.
    """

    number: int
    index: str
    state: str
    note: str = ""
    updated: float = 0.0
    documents: int = -1
    arrivals_from: int = 0
    words: int = 0
    with_stories: bool = True
    told: int = 0
    algorithm: int = 0
    telling: str = ""
    outlets: Mapping[str, str] = field(default_factory=dict)
    commits: tuple[tuple[int, float], ...] = ()
    version: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def are_stories_known(self) -> bool:
        """Whether every item has its story, found as this program finds them."""
        return self.with_stories and self.told == self.number and self.algorithm == ALGORITHM

    @property
    def time(self) -> datetime:
        """When the commit was made (UTC)."""
        return datetime.fromtimestamp(self.updated, UTC)


def about_body() -> Json:
    """Return what the small index is made with: nothing in it is searched."""
    return {
        "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}},
        "mappings": {"dynamic": False, "properties": {}},
    }


def about_index(cluster: Cluster) -> str:
    """Return the name of the small index."""
    return f"{cluster.address.name}{ABOUT}"


def read_newest(cluster: Cluster) -> Newest:
    """Return the newest commit. Raises IndexMissing, IndexDamaged."""
    path = f"/{about_index(cluster)}/_doc/{_NEWEST}"
    answer = cluster.ask("GET", path, params={"realtime": "true"}, allowed=[_MISSING])
    if not answer.get("found"):
        raise IndexMissing(
            f"{cluster.address}: there is no archive; make one with “backfile index FOLDER "
            f"--index {cluster.address}”"
        )
    members = dict(answer["_source"])
    try:
        members["commits"] = tuple((int(one), float(time)) for one, time in members["commits"])
        members["outlets"] = _names_in(members.get("outlets", "{}"))
        version = answer["_seq_no"], answer["_primary_term"]
        return Newest(**members, version=version)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"{cluster.address}: its newest commit cannot be read; build the archive anew"
        ) from error


def commits_made(cluster: Cluster) -> int:
    """Return how many commits of an archive this process has made."""
    return _commits[str(cluster.address)]


def write_newest(cluster: Cluster, newest: Newest, before: Newest | None) -> Newest:
    """Make a commit, in place of the one before; return it with its version.

    Raises IndexLocked where another has committed since that one was read.
    """
    path = f"/{about_index(cluster)}/_doc/{_NEWEST}"
    members = asdict(newest)
    del members["version"]
    # As text: a member's name may not be that of an outlet, such as `..` or `a.`.
    members["outlets"] = json.dumps(members["outlets"])
    params = {"op_type": "create"}
    if before is not None:
        number, term = before.version
        params = {"if_seq_no": str(number), "if_primary_term": str(term)}
    try:
        answer = cluster.ask("PUT", path, members, params=params, again=False, allowed=[_CONFLICT])
    except ArchiveError:
        # The answer may be lost where the write was not.
        found = read_newest(cluster)
        if found.state != newest.state:
            raise
        return found
    finally:
        _commits[str(cluster.address)] += 1
    if answer.get("status") == _CONFLICT:
        raise IndexLocked(
            f"{cluster.address}: another process has changed the archive meanwhile; run again"
        )
    version = answer["_seq_no"], answer["_primary_term"]
    own = {"commits": newest.commits, "outlets": newest.outlets}
    return Newest(**{**members, **own}, version=version)


def _names_in(outlets: str) -> Mapping[str, str]:
    """Return other names of outlets. Raises ValueError, TypeError."""
    match json.loads(outlets):
        case dict(found) if all(isinstance(name, str) for name in found.values()):
            return found
    raise ValueError("it has no names of outlets")


def make_about(cluster: Cluster) -> None:
    """Have the small index be there."""
    cluster.ask("PUT", f"/{about_index(cluster)}", about_body(), allowed=[_EXISTS])


def make_items(
    cluster: Cluster, analyzer: Analyzer, archive_id: UUID, newest: Newest | None
) -> str:
    """Make an index of items that is not the newest commit's; return its name."""
    before = newest.index.rpartition("-")[2] if newest else "0"
    number = int(before) + 1 if before.isdigit() else 1
    index = f"{cluster.address.name}{ITEMS}{number}"
    cluster.ask("DELETE", f"/{index}", allowed=[404])  # of a run that was killed
    cluster.ask("PUT", f"/{index}", index_body(analyzer, archive_id, cluster.address.shards))
    return index
