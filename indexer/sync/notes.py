"""What does a run say of what was known of the files and of the archive before it?"""

NOT_OF_ONE_RUN = (
    "The archive and the list of its files are not of one run, as after one of them was removed or "
    "restored from a copy. So nothing was known of the files, and all were read again."
)
OTHER_OUTLETS = (
    "The table of outlets (--outlets) is not that of the last run, so all files were read again."
)
OTHER_READER = (
    "This version of Backfile makes items of files in another way than the last run did, so all "
    "files were read again."
)
LEDGER_LOST = "so all files were read again to tell anew what was repaired or refused"
MENDED = "Damaged files of the archive were written anew: {}."
UNKNOWN_ITEMS = (
    "No file is known for {} of the archive: gone, or added by another program. backfile index "
    "--rebuild makes an archive without such items."
)
OUTDATED = "The archive is not quite up to date: {}."
STORIES_ANEW = (
    "The stories of all items were found anew: there were none yet, or those of another version of "
    "the stories. Nothing was damaged."
)
