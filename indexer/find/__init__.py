"""Which files are there to read?"""
