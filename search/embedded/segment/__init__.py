"""How does a segment lie on disk, and how is it made?"""
