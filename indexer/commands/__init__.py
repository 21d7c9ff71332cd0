"""The commands of `backfile` that fill an archive and search it. Each is quick to import."""
