"""Which documents does a query find, with what score, and how many have each value?"""
