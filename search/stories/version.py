"""Which version of the stories is this? Another one gives items other stories."""

#: Changes whenever items may get other stories: with the constants, or with the words of lines.
ALGORITHM = 4
