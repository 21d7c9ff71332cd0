"""Which version of the words is this? Another one cuts the same texts into other words."""

#: Raised whenever a text may be cut into other words, or a word may have another stem.
WORDS = 3
OF_OTHER_WORDS = (
    "another version of Backfile cut its texts into words, so searches for some, such as 1.5bn, "
    "find other items than they would"
)
