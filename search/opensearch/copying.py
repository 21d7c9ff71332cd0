"""How does an archive on a cluster become the copy of another? Its newest commit comes last."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from search.errors import IndexExists, IndexMissing
from search.identity import Arrived, Fill, Identity
from search.language.version import WORDS
from search.opensearch.address import ClusterAddress
from search.opensearch.bulk import Bulk
from search.opensearch.client import Cluster
from search.opensearch.documents import documents
from search.opensearch.fence import Gate
from search.opensearch.lock import held
from search.opensearch.records import Newest, make_about, make_items, read_newest, write_newest
from search.opensearch.safety import made_safe
from search.opensearch.telling import Telling, ToTell
from search.stories.version import ALGORITHM
from search.text import Analyzer
from search.versions import whole


@contextmanager
def copying(address: str, identity: Identity) -> Iterator[Fill]:
    """Yield what adds the items of a copy; at the end the archive is there, whole.

    After an error nothing is. Raises IndexExists, IndexLocked.
    """
    analyzer = Analyzer(identity.language)
    cluster = Cluster(ClusterAddress.parsed(address))
    try:
        make_about(cluster)
        with held(cluster, 0.0) as lock:
            with suppress(IndexMissing):
                read_newest(cluster)
                raise IndexExists(f"{cluster.address}: there is an archive already; name another")
            index = make_items(cluster, analyzer, identity.id, None)
            number, counts = identity.generation, [0]
            gate = Gate(cluster, index)

            def fill(items: Iterable[Arrived]) -> None:
                with Bulk(cluster, gate.name) as bulk:
                    for came, states in items:
                        for id, members in documents(whole(states), analyzer, number, came):
                            bulk.index(id, members)
                            counts[0] += 1
                        if not counts[0] % 1_000:
                            lock.check()

            try:
                yield fill
                lock.check()
                telling = ""
                if identity.keeps_stories and number:
                    cluster.ask("POST", f"/{index}/_refresh")
                    to_tell = ToTell(cluster, index, gate.name, number)
                    telling = Telling(to_tell, None, analyzer).tell().telling
                made_safe(cluster, index, number, (counts[0], 0), lock.check, is_first=True)
                newest = Newest(
                    number=number,
                    index=index,
                    state=uuid4().hex,
                    note=identity.note,
                    documents=counts[0],
                    words=WORDS,
                    with_stories=identity.keeps_stories,
                    outlets=identity.outlets,
                    told=number if identity.keeps_stories else 0,
                    algorithm=ALGORITHM if identity.keeps_stories else 0,
                    telling=telling,
                    updated=time.time(),
                    arrivals_from=identity.arrivals_from,
                    commits=((number, time.time()),),
                )
                write_newest(cluster, newest, None)
            except BaseException:
                cluster.ask("DELETE", f"/{index}", allowed=[404])
                raise
            finally:
                gate.close()
    finally:
        cluster.close()
