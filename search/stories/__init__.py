"""Which items tell one story? Those of like words and shared articles, a few days apart."""
