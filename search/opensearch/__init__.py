"""How is an archive kept on an OpenSearch cluster, and asked? As `search.engine` says."""
