"""How is an item written, to be taken along? `formats.py` has the list of all formats."""
