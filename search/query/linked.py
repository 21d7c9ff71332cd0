"""What does `link:` ask for? An address, or parts of one in a row: `link:news.example`."""

from whoosh.query import Phrase, Query, Term

from search.links import link_terms
from search.messages import message
from search.query.tree import LINK_FIELD


def link_query(address: str, notes: list[str], wanted: list[tuple[str, ...]]) -> Query | None:
    """Return what finds the links to an address, None if it is no part of one.

    `notes` takes what is said of it, `wanted` its terms, by which links are marked.
    """
    address = address.removeprefix("*.")  # the rest of a host has all that is before it, too
    if "*" in address:
        bare = address.strip("*")
        if not bare:
            notes.append(message("Left out “link:*”, which may be any link, or none."))
            return None
        if "*" in bare:
            notes.append(
                message(
                    "In “{address}” a star stands for itself, as links have whole parts.",
                    address=bare,
                )
            )
        if bare != address and not (address.startswith(bare) and bare.endswith("/")):
            notes.append(
                message(
                    "Left out the star of “{address}”, as links have whole parts.",
                    address=address,
                )
            )
        address = bare
    terms = link_terms(address)
    if not terms:
        notes.append(
            message("Left out “{address}”, which is not part of an address.", address=address)
        )
        return None
    wanted.append(tuple(terms))
    return Term(LINK_FIELD, terms[0]) if len(terms) == 1 else Phrase(LINK_FIELD, terms)
