"""The default engine: an archive as a Whoosh index in a folder."""
