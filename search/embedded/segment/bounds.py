"""Are the values of a section those that a segment can have? Looked at when it is first read.

Its checksum says that it is what somebody wrote. Numbers that lead to other places, such as the
ends of terms, must lead to some that are there.
"""

from collections.abc import Mapping

from search.embedded.segment.columns import NAMES
from search.embedded.segment.stored import DOCUMENTS_PER_BLOCK
from search.packed import NEVER
from search.whole_numbers import Array

#: The end of a section's name -> that of the section into which its ends lead.
_INTO = {
    "ends": ("terms", "blocks"),
    "data_end": ("data",),
    "at_end": ("at",),
    "spelled_ends": ("spelled",),
    "offsets": ("ordinals",),
}


def are_kept(name: str, values: Array, lengths: Mapping[str, int]) -> bool:
    """Tell whether a section has values that it may have; `lengths` are those of all sections."""
    field, _, kind = name.rpartition(".")
    if kind in _INTO:
        into = next(
            (lengths[own] for end in _INTO[kind] if (own := f"{field}.{end}") in lengths), -1
        )
        return bool(
            len(values) > 0
            and values[0] == 0
            and values[-1] == into
            and (values[1:] >= values[:-1]).all()
        )
    if name == "days" and (values[1:] > values[:-1]).any():
        return False  # documents are in order of time, undated ones last
    least, most = 0, None
    if name in NAMES:
        most = NEVER
    elif name == "items.slots":
        most = (lengths["items.ends"] - 1) * DOCUMENTS_PER_BLOCK - 1
    elif kind == "ordinals":
        most = lengths[f"{field}.spelled_ends"] - 2
    elif kind == "first":
        most = lengths["days"] - 1
    elif kind == "count":
        least, most = 1, lengths["days"]
    elif kind == "times":
        return len(values) == lengths[f"{field}.ordinals"]
    if most is None or not len(values):
        return True
    return bool(values.min() >= least and values.max() <= most)
