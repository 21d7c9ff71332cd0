"""`python -m indexer PATH...` is `backfile index PATH...`, also in a checkout not yet installed."""

import sys

from indexer.cli import main
from indexer.commands.index import index

if __name__ == "__main__":
    main.add_command(index)
    main(["index", *sys.argv[1:]], prog_name="backfile")
