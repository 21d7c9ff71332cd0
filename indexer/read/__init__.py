"""What item is in a file?"""
