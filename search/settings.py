"""Which settings are there? One table for the command's options, the environment, the manual."""

import os

from search.frozen import frozen

#: Language of an archive that is made without one.
DEFAULT_LANGUAGE = "english"
#: The orders of hits, the default first.
SORTS = ("relevance", "newest", "oldest", "outlets", "size")
#: How many of the words of a query hits must have, the default first.
MATCHES = ("all", "most", "any")
#: Hits that a page may have.
MAX_PER_PAGE = 100
#: The highest number of a generation that a search may name.
MAX_GENERATION = 999_999_999
#: Name of the file, in an archive's folder, that holds the ledger of the last run.
LEDGER = "ledger.jsonl"
#: Characters of a query that count.
MAX_QUERY_CHARACTERS = 1_000


@frozen()
class Setting:
    """A setting: the option `--name`, the variable `BACKFILE_NAME`, its default and its help."""

    name: str
    default: str | int | float | bool | None
    help: str

    @property
    def option(self) -> str:
        """The option of the command."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable that stands in for the option."""
        return "BACKFILE_" + self.name.upper()


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting(
            "index",
            "backfile-index",
            "Folder that holds the index, or its address on a cluster: "
            "opensearch://HOST:9200/NAME.",
        ),
        Setting(
            "language",
            None,
            "Language of the archive, a Snowball name such as german, or none; set once, at the "
            f"first indexing; {DEFAULT_LANGUAGE} if it is not given.",
        ),
        Setting("outlets", None, 'File of more names for outlets: JSON, {"other name": "name"}.'),
        Setting(
            "ledger",
            None,
            "Write what was repaired, skipped or refused to this file, as JSON lines.",
        ),
        Setting("jobs", 0, "How many processes read and build; 0 for one to each processor."),
        Setting("strict", False, "Exit with 1 if any file was refused."),
        Setting(
            "sort",
            SORTS[0],
            "What comes first: relevance, newest, oldest, outlets (most) or size (of stories).",
        ),
        Setting("match", MATCHES[0], "Which of the words hits must have: all, most or any."),
        Setting("limit", 20, f"How many hits to print, at most {MAX_PER_PAGE}."),
        Setting("host", "127.0.0.1", "Address to listen on."),
        Setting("port", 8000, "Port to listen on; 0 for any that is free."),
        Setting(
            "trusted_host",
            None,
            "Name under which the server answers, besides this machine's own; .example.org means "
            "all below it; may be given several times.",
        ),
        Setting(
            "deadline",
            2.0,
            "Seconds that an answer may take, else it is 503; 0 for as many as it takes.",
        ),
        Setting("workers", 0, "How many processes answer; 0 for one to each processor."),
        Setting("threads", 2, "How many requests each process answers at once."),
    )
}


#: Other names of outlets that an archive keeps: they are read with each commit.
MAX_OTHER_NAMES = 10_000
#: Processes that may be asked for: each takes memory, and a slip of the hand asks for thousands.
MAX_PROCESSES = 256


def processes(number: int) -> int:
    """Return how many processes the setting `jobs` or `workers` asks for; 0: one a processor."""
    if not number and hasattr(os, "sched_getaffinity"):  # not every system has it
        number = len(os.sched_getaffinity(0))
    return number or os.cpu_count() or 1
