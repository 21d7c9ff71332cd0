"""How does the text of a query become a tree that an engine can answer?"""
