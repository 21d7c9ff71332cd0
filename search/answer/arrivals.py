"""Which items are new since a generation, and is that known?"""

from search.engine import Generation
from search.messages import message
from search.request import SearchRequest

_AS_OF = message(
    "Left out the limit to what is new: of the archive as of a past day that is not known."
)


def known_arrivals(
    generation: Generation, request: SearchRequest
) -> tuple[SearchRequest, list[str]]:
    """Return a request without `new_since` where the archive cannot tell, and a sentence on it.

    An archive that was built anew, or written by an older version, tells only what came in later.
    To a reader a generation is an update of the archive.
    """
    number = request.new_since
    if number is None:
        return request, []
    bare = request.with_new_since(None).at_page(request.page)
    if request.as_of:
        return bare, [_AS_OF]
    if number > generation.number:
        return bare, [
            message(
                "Left out the limit to what is new: it counts from update {number} of the archive, "
                "and the newest is {newest}.",
                number=number,
                newest=generation.number,
            )
        ]
    if number < generation.arrivals_from:
        return bare, [
            message(
                "Left out the limit to what is new: it counts from update {number} of the archive, "
                "which was built anew later, or written by an older Backfile, which does not note "
                "when items come in. What is new since update {first} or a later one is known.",
                number=number,
                first=generation.arrivals_from,
            )
        ]
    return request, []
