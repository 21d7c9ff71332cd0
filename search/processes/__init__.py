"""How are processes of ours set up, how do several share the work, and what if one is forked?"""
