"""How is an item written, to be taken along? `search.formats` has the list of all formats."""
