"""Fetch the jars of OpenSearch that the tests start a node from."""

from tests.opensearch import node

if __name__ == "__main__":
    node.fetch()
