"""The commands of `backfile` that fill an archive and ask it. Each is light to import."""
