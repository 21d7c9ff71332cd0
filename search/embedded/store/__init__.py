"""Where does an archive lie in a folder, and how does it change?"""
