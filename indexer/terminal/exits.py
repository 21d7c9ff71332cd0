"""Which exit code does each kind of failure give?"""

from enum import IntEnum

from search import ArchiveError, BackfileError


class Exit(IntEnum):
    """The exit codes of the command."""

    NOTHING_FOUND = 1
    REFUSED = 1
    USAGE = 2
    INDEX = 3
    #: What shells report for a program that Ctrl-C ended: 128 + the number of the signal.
    INTERRUPTED = 130


#: A table for each command's help; the backspace keeps click from wrapping it.
EXIT_CODES = """\
\b
Exit codes:
  0    all went well
  1    nothing was found; or files were refused, under --strict; or items
       could not be exported
  2    the command was called wrongly
  3    the index is missing, locked, damaged, of another schema version,
       or cannot be read or written; or all files of a folder are gone;
       the message says what to do
  130  interrupted by Ctrl-C"""


def exit_code(error: BackfileError | OSError) -> Exit:
    """Return the exit code of a command that ends with an error."""
    return Exit.INDEX if isinstance(error, ArchiveError | OSError) else Exit.USAGE
