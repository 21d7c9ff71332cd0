"""How is it said that a part of a query was read as another?"""

from search.messages import message


def read_note(written: str, meant: str) -> str:
    """Return a note on what was written, and on what it was read as."""
    return message("Read “{written}” as “{meant}”.", written=written, meant=meant)
