"""What is an item's file that is neither Markdown nor HTML, once it was taken apart?"""

from typing import NamedTuple

from indexer.read.front_matter import Matter


class Unpacked(NamedTuple):
    """The values and the text of a file, and whether the text is HTML or Markdown."""

    matter: Matter
    is_html: bool
