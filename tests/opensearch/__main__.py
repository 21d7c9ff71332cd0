"""Fetch the jars of OpenSearch that the tests start a node from: 2.19, or `3`."""

import os
import sys

from tests.opensearch import node

if __name__ == "__main__":
    os.environ[node.VERSION_VARIABLE] = next(iter(sys.argv[1:]), "2")
    node.fetch()
