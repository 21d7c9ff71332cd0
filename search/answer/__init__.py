"""How does what an engine found become what the reader gets?"""
