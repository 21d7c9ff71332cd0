"""How do commands print to a terminal, and complete what is typed there?"""
