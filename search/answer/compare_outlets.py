"""How often does each outlet carry each of several searches, period by period?"""

from collections.abc import Sequence
from dataclasses import replace

from whoosh.query import Every

from search.answer.members import FACET, any_of_them, side_by_side
from search.answer.questions import generation_of
from search.answer.timeline import note as timeline_note
from search.answer.timeline import same_bars, spread
from search.comparison import OutletOverTime, OutletsOverTime
from search.engine import Generation, Listed, Question
from search.query import parser
from search.request import SearchRequest


def compare_outlets(
    newest: Generation, queries: Sequence[str], request: SearchRequest, offset: int, limit: int
) -> OutletsOverTime:
    """Return the hits of searches by outlet and bar, for outlets from `offset` on, `limit` at most.

    Those with most of the hits come first; only those that the searches are limited to, if they
    are. Round trips: what `side_by_side` takes, one for all searches together, one for each, and
    one for all that the archive holds.
    """
    generation = generation_of(newest, request)
    members, said, _ = side_by_side(generation, queries, request)
    chosen = members[0].search.included(FACET)
    listed = Listed(most=0, always=chosen) if chosen else Listed(most=offset + limit)
    over_time = spread(request, parser.parse(""))
    together = generation.crossed(replace(any_of_them(members), timeline=over_time), FACET, listed)
    found = [own.value for own in together.values if own.count]
    names = tuple(found[offset : offset + limit])
    if coarser := timeline_note(request, together.timeline):
        said.append(coarser)
    own_bars, these = same_bars(together.timeline), Listed(most=0, always=names)
    asked = [Question(tree=Every()), *(member.question for member in members)]
    held, *counted = (
        {
            own.value: own.counts
            for own in generation.crossed(replace(question, timeline=own_bars), FACET, these).values
        }
        for question in asked
    )
    return OutletsOverTime(
        searches=tuple(member.search for member in members),
        names=tuple(member.name for member in members),
        timeline=together.timeline,
        outlets=tuple(
            OutletOverTime(outlet=name, held=held[name], counts=tuple(own[name] for own in counted))
            for name in names
        ),
        outlet_count=len(found) if chosen else together.size,
        notes=tuple(dict.fromkeys([*said, *(note for own in members for note in own.notes)])),
    )
