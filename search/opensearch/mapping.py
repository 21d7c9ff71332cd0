"""How do the indexes of an archive lie on a cluster, and were they made as this program reads them?

Texts are sent as the terms that our own analyzer makes: a blank parts two positions, a stroke two
terms of one position. So the cluster cuts texts as the folder does, by construction.

    The e-mail came      the e|email mail|email- came
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zlib import crc32

from search.errors import IndexDamaged, IndexOutdated
from search.opensearch.client import Cluster, Json
from search.query.tree import (
    FORMS_FIELD,
    ID_FIELD,
    NAME_FIELDS,
    POSITION_FIELDS,
    STORY_FIELD,
    TEXT_FIELDS,
)
from search.text import Analyzer

#: Version of the indexes, raised when this program cannot read older ones or would answer
#: otherwise from them.
CLUSTER_SCHEMA = 4
#: Parts the terms of one position, and, in a value of a facet, its key and how it is written.
OF_ONE_POSITION, BEHIND_KEY = "|", "\x1f"
#: Positions left free between two lines of a field, so that no phrase reaches over.
LINES_APART = 1_000
#: Facets of days, counted as the facets of names are.
TIME_FACETS = ("year", "month")
#: Ends the names of fields that tell how the values of a facet are written.
WRITTEN = "_written"
#: Ends the names of fields that have a number for each value of a facet (`documents.number_of`), by
#: which values are counted without being read.
NUMBERED = "_number"
#: The number of a story (`documents.number_of`), by which hits are put together.
STORY_NUMBER = f"{STORY_FIELD}{NUMBERED}"
#: Characters of a pattern by which terms are chosen, of our own making.
MAX_PATTERN_CHARACTERS = 200_000
#: A number for each headline (`documents.line_number`), by which rewordings are looked for.
LINES_SEEN = "lines_seen"
#: The similarity by which a term scores how often a document has it, times its boost.
TIMES = "times"
#: Characters of all terms of one position, as one token of the cluster's.
_MAX_POSITION_CHARACTERS = 1 << 20

# What every index of an archive must cut as we mean it.
_PROBES = {
    "the e|email mail|email- came": [
        *(("the", 0), ("e", 1), ("email", 1), ("mail", 2), ("email-", 2), ("came", 3))
    ],
    "c++ C# 京|東京 a_b-C=": [("c++", 0), ("C#", 1), ("京", 2), ("東京", 2), ("a_b-C=", 3)],
    "x" * 300: [("x" * 300, 0)],
}
# Words that analyzers of another version would make other terms of.
_SAMPLE = "The ports' e-mail, présidée by U.S. presidents striking in 2,026 北京市 С++ ﬁsh naïve"


def index_body(analyzer: Analyzer, archive_id: UUID, shards: int = 1) -> Json:
    """Return what an index of items is made with; it holds no field but those named here.

    Until it is first served it has no copies. What is written is neither synced nor made ready to
    be found before the commit asks for that.
    """
    settings: Json = {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "translog": {"durability": "async"},
        "max_regex_length": MAX_PATTERN_CHARACTERS,
        "similarity": {
            TIMES: {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
        },
        "analysis": {
            "tokenizer": {
                "blanks": {"type": "whitespace", "max_token_length": _MAX_POSITION_CHARACTERS}
            },
            "filter": {
                "strokes": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{OF_ONE_POSITION}]+)"],
                }
            },
            "analyzer": {
                "terms": {"type": "custom", "tokenizer": "blanks", "filter": ["strokes"]},
                "words": {"type": "custom", "tokenizer": "blanks"},
            },
        },
    }
    about = {
        "schema": CLUSTER_SCHEMA,
        "language": analyzer.language,
        "id": str(archive_id),
        "analyzer": fingerprint(analyzer),
    }
    return {
        "settings": {"index": settings},
        "mappings": {"dynamic": "strict", "_meta": about, "properties": _properties()},
    }


def served_settings(replicas: int) -> Json:
    """Return the settings of an index that is served: `replicas` copies, or fewer if need be."""
    return {"index": {"auto_expand_replicas": f"0-{replicas}" if replicas else "false"}}


def fingerprint(analyzer: Analyzer) -> str:
    """Return what tells this analyzer from one that makes other terms."""
    tokens = [(token.form, token.term, token.step) for token in analyzer.tokens(_SAMPLE)]
    return f"{crc32(repr(tokens).encode()):08x}"


def check_mapping(address: str, mapping: Mapping[str, Any]) -> tuple[str, UUID]:
    """Return the language and the id of an archive, from the mapping of its index.

    Raises IndexDamaged where it is of nothing of ours, IndexOutdated where this program would not
    find the same in it.
    """
    about = mapping.get("_meta", {})
    try:
        schema, language = int(about["schema"]), str(about["language"])
        archive_id, analyzer = UUID(about["id"]), str(about["analyzer"])
    except (KeyError, TypeError, ValueError):
        raise IndexDamaged(
            f"{address}: the index there is not an archive; choose another name"
        ) from None
    is_same = schema == CLUSTER_SCHEMA and analyzer == fingerprint(Analyzer(language))
    if not is_same or mapping.get("properties") != _properties():
        advice = "update Backfile, or build it anew" if schema > CLUSTER_SCHEMA else "build it anew"
        raise IndexOutdated(
            f"{address}: another version of this program made the archive (schema {schema}, this "
            f"one has {CLUSTER_SCHEMA}); {advice}"
        )
    return language, archive_id


def check_analysis(cluster: Cluster, index: str) -> None:
    """Check that the cluster parts texts at blanks and strokes alone. Raises IndexOutdated."""
    for text, expected in _PROBES.items():
        answer = cluster.ask("POST", f"/{index}/_analyze", {"field": "text", "text": text})
        found = [(token["token"], token["position"]) for token in answer["tokens"]]
        if found != expected:
            raise IndexOutdated(
                f"{cluster.address}: the cluster cuts texts otherwise than the archive was made "
                "for; build it anew"
            )


def _properties() -> Json:
    """Return the fields, as a cluster gives their mapping back.

    `made` is the generation from which on a document stands, `unmade` the one from which on it
    stands no more, `came` the one that its item came in with. Days are numbers (`date.toordinal`).
    `last_day` puts what has no day behind all days. `time` tells when an item was first seen, in
    seconds; its story (`telling`) has the id of that one's first item, and `tied` of another one.
    """
    text = {
        "type": "text",
        "norms": False,
        "analyzer": "terms",
        "search_analyzer": "words",
        "position_increment_gap": LINES_APART,
    }
    keyword, number = {"type": "keyword"}, {"type": "integer"}
    kept = {"type": "keyword", "index": False, "doc_values": False}
    fields: Json = dict.fromkeys(POSITION_FIELDS, text)
    fields |= dict.fromkeys(TEXT_FIELDS, text | {"similarity": TIMES})
    facets = (*NAME_FIELDS, *TIME_FACETS)
    fields |= dict.fromkeys((ID_FIELD, FORMS_FIELD, *facets), keyword)
    written = {"type": "keyword", "index": False}
    fields |= {f"{name}{WRITTEN}": written for name in NAME_FIELDS}
    fields |= {f"{name}{NUMBERED}": {"type": "long", "index": False} for name in NAME_FIELDS}
    fields |= dict.fromkeys(("day", "last_day", "outlets", "length"), number)
    fields |= dict.fromkeys(("stood_from", "stood_until", "gone_on"), number)
    fields |= dict.fromkeys(("made", "unmade", "came", "state"), number)
    named = {"type": "keyword", "doc_values": False}
    fields |= {STORY_FIELD: named, STORY_NUMBER: {"type": "long"}, "tied": named}
    fields |= {"time": {"type": "long"}, LINES_SEEN: {"type": "long", "index": False}}
    fields |= {"item": kept, "checksum": {"type": "long", "index": False}}
    return fields
