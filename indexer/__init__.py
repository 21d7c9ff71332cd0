"""From files to the archive: find them, read them as items, say what was repaired or refused."""
