"""Which version of the stories is this? Another one gives items other stories."""

#: Changes whenever items may get other stories: with the constants, or with the words of lines.
ALGORITHM = 9
#: What is said of an archive whose stories the next run finds, although nothing is damaged.
STILL_TO_BE_TOLD = "the stories of its items are still to be found, so no stories are known"
OF_ANOTHER_VERSION = "its stories are of another version of the stories, so none are known"
