"""What does only Whoosh call: its way to read, write and match our segments?"""
