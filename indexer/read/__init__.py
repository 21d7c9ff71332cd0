"""How does a file become an item?"""
