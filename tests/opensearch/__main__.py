"""Fetch OpenSearch, or try what takes long on real nodes: see `--help`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.opensearch import node


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.opensearch", description=__doc__)
    parser.add_argument(
        "what", nargs="?", default="fetch", choices=("fetch", "kill", "three", "try")
    )
    parser.add_argument("--version", choices=[*node.VERSIONS], help="2.19 or 3.x")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="runs to kill")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="nodes to lose")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    asked = parser.parse_args()
    if asked.version:
        os.environ[node.VERSION_VARIABLE] = asked.version
    if asked.what == "fetch":
        node.fetch()
        return
    if asked.what == "try":
        sys.exit(node.tried())
    if reason := node.missing():
        parser.error(reason)
    with tempfile.TemporaryDirectory() as home:
        if asked.what == "kill":
            from tests.opensearch.faults import kill_runs

            with node.running(Path(home)) as place:
                kill_runs(place, asked.kills, asked.seed)
        for number in range(asked.times if asked.what == "three" else 0):
            from tests.opensearch.three import lose_nodes

            told = lose_nodes(Path(home) / str(number), 5.0, 10.0, quorum=True)
            print(told, flush=True)


if __name__ == "__main__":
    main()
