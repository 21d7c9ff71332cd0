"""What gave each hit its score? The words and parts of a query, and the fields that they are in."""

from collections.abc import Iterator, Sequence

from whoosh.query import And, ConstantScoreQuery, Or, Phrase, Query, Term

from search.answer.rescoring import Share
from search.engine import Generation
from search.query.bare import optional
from search.query.compiled import Compiled
from search.query.nodes import NotNode
from search.query.parsed import ParsedQuery
from search.query.tree import TEXT_FIELDS
from search.results import ScorePart


def asked_for(query: ParsedQuery, asked: Compiled, match: str) -> Iterator[Share]:
    """Yield what a query asks for: each of its words, and each other part but what it excludes.

    What asks for nothing finds everything, each item with the same score.
    """
    words = [(word.node.text, word.query) for word in asked.words]
    if match != "all" and asked.may_lack:
        words = list(optional(asked.words))
    parts = [
        (query.text_of(part), tree)
        for part, tree in zip(query.parts, asked.parts, strict=True)
        if tree in asked.strict and not isinstance(part.node, NotNode)
    ]
    for text, found_by in [*words, *parts] or [(query.text.strip(), asked.tree)]:
        yield Share("asked", text, found_by, text)


def score_parts(
    generation: Generation, ids: Sequence[str], shares: Sequence[Share]
) -> list[tuple[ScorePart, ...]]:
    """Return for each hit what added to its score, in the order of the shares.

    What a word gives is divided among the fields as what it would give in each alone: it is
    saturated over all fields together.
    """
    of_fields = [
        {field: own for field in TEXT_FIELDS if (own := _in_field(share.query, field)) is not None}
        for share in shares
    ]
    trees = [share.query for share in shares]
    trees += [tree for own in of_fields for tree in own.values()]
    found = generation.scores(ids, trees)
    scores, alone = found[: len(shares)], iter(found[len(shares) :])
    rows: list[list[ScorePart]] = [[] for _ in ids]
    for share, whole, fields in zip(shares, scores, of_fields, strict=True):
        lists = {field: next(alone) for field in fields}
        for number, score in enumerate(whole):
            if score:
                weights = {field: own[number] or 0.0 for field, own in lists.items()}
                together = sum(weights.values())
                rows[number].append(
                    ScorePart(
                        kind=share.kind,
                        text=share.text,
                        word=share.word,
                        score=score,
                        fields={
                            field: score * own / together for field, own in weights.items() if own
                        },
                    )
                )
    return list(map(tuple, rows))


def _in_field(query: Query, field: str) -> Query | None:
    """Return what a query asks of one text field, None where it is nothing."""
    if isinstance(query, Term | Phrase):
        return query if query.fieldname == field else None
    if isinstance(query, ConstantScoreQuery):
        inner = _in_field(query.child, field)
        return None if inner is None else ConstantScoreQuery(inner, query.score)
    if isinstance(query, And | Or):
        parts = [own for part in query.subqueries if (own := _in_field(part, field)) is not None]
        kind = Or if isinstance(query, And) else type(query)
        return kind(parts, boost=query.boost) if parts else None
    return None
