"""How is an archive kept in a folder, and how is it changed there?"""
