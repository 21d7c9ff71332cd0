"""What must a run do so that the archive holds what the files hold?"""
