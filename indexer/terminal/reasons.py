"""What does each reason of the ledger mean, and what can somebody do about it?"""

from collections.abc import Mapping

from indexer.ledger import Reason

#: Reason -> a sentence or two for whoever keeps the archive.
MEANINGS: Mapping[str, str] = {
    Reason.HIDDEN: (
        "A name that begins with a dot is not read. Rename what you want to have in the archive."
    ),
    Reason.OTHER_EXTENSION: (
        "In a folder only Markdown, HTML and AsciiDoc are read. Name the file on the command line "
        "to have it read anyway."
    ),
    Reason.READ_ALREADY: "Another path led to the same file or folder. Nothing is missing.",
    Reason.NOT_A_FILE: "It is a pipe, socket or device. Leave it, or put a file in its place.",
    Reason.UNREADABLE: "Nobody may read it, or the disk failed. See which, then index again.",
    Reason.VANISHED: "It was gone before it was read. Index again if it is back.",
    Reason.BROKEN_LINK: "It is a link to a path that does not exist. Mend the link, or remove it.",
    Reason.LINK_LOOP: "It is a link that leads back to itself. Remove it; nothing else is missing.",
    Reason.OUTSIDE_LINK: (
        "It is a link out of the folder, which is not followed. Name its target on the command "
        "line to have that read."
    ),
    Reason.SAME_ID: (
        "Two folders have a file with the same path below them. Index the folder that holds both."
    ),
    Reason.ID_TOO_LONG: "Its path is too long to be an id. Index a folder nearer to it.",
    Reason.TOO_LARGE: "It is far larger than an item. Split it, if it is one.",
    Reason.BINARY: "It is not text, in spite of its name. See what it is.",
    Reason.UNKNOWN_ENCODING: "Most of it is not UTF-8. Convert the file to UTF-8, and index again.",
    Reason.EXPLODING: (
        "Its front matter expands to more than any item says, as attacks do. Look at the file."
    ),
    Reason.EMPTY: "It has neither title nor text. Write some, or remove the file.",
    Reason.UNREADABLE_MARKUP: (
        "Reading its text failed in a way that should not happen. Please report it, with the file."
    ),
    Reason.SHALLOW_HISTORY: (
        "Older states of the files are not in this clone. git fetch --unshallow brings them."
    ),
    Reason.WRONG_CLOCK: (
        "The clock of whoever made a commit was wrong, so another time was taken for it. Versions "
        "may be of other days than `git log` says."
    ),
    Reason.LFS_POINTER: (
        "Its content is kept elsewhere by Git LFS. Index a checkout that has it instead."
    ),
    Reason.UNDIGESTED: (
        "The process that read it died, hung, or had too little memory. Find out what is special "
        "about it; touch it to have it read again."
    ),
    Reason.CHANGING: (
        "A program was writing it. The archive has what was read; index again once that is done."
    ),
    Reason.NOT_AS_EXPORTED: (
        "It says that backfile export wrote it, but that cannot be. Export it again, or remove the "
        "key “backfile” to have it read like any other file."
    ),
    Reason.FILE_NAME: "The file's name is not UTF-8, so its id is another. Rename the file.",
    Reason.NUL_BYTES: (
        "NUL bytes are in it, as after a crash. Compare it with a copy of the file."
    ),
    Reason.INVALID_UTF8: (
        "Some bytes are not UTF-8; the most likely characters stand for them. Compare, and save "
        "the file as UTF-8."
    ),
    Reason.OTHER_ENCODING: "It is in another encoding, which it names. Nothing is missing.",
    Reason.LITERAL_NEWLINE: (
        "Its first line ends with a backslash and an n, which was read as the end of the line. "
        "Mend the program that writes such files."
    ),
    Reason.MAIL: (
        "It is e-mail, of which subject, date and text were read; several messages in one file are "
        "one item. Write each into a file of its own to have them apart."
    ),
    Reason.FEED: (
        "It is a feed; its entries are one item. Write each into a file of its own to have them "
        "apart."
    ),
    Reason.NO_FRONT_MATTER: (
        "It has no front matter, so all of it is text but for what the head of a page says. Add "
        "title and date where they are missing."
    ),
    Reason.UNCLOSED_FRONT_MATTER: (
        "No line closes its front matter, so its end was guessed. Add the line."
    ),
    Reason.BROKEN_FRONT_MATTER: (
        "Its front matter breaks its own grammar, or means something else by it, and was read as "
        "it is written. Compare, and mend it; often a quote is missing."
    ),
    Reason.ODD_FENCES: (
        "The lines that enclose its front matter are shifted or missing. See whether the right "
        "lines were taken for front matter, and mend the fences."
    ),
    Reason.REPEATED_KEY: (
        "A key of its front matter is given more than once, and only the last value that says "
        "something counts. Remove the others."
    ),
    Reason.NO_TITLE: "It has no title, so other text was taken for one. Add a title.",
    Reason.LONG_TITLE: "Its title is as long as a text, and was cut. Shorten it.",
    Reason.NO_DATE: "It has no date, so no search by days finds it. Add a date.",
    Reason.BAD_DATE: (
        "Its date cannot be read, or can be read as two days, so no search by days finds it. "
        "Write 2026-01-31."
    ),
    Reason.DATE_FROM_NAME: (
        "Its day was taken from its path, or from an address in its front matter. Add a date if "
        "that is wrong."
    ),
    Reason.BAD_LINK: "A link that leads to no page on the web was left out. Mend it if you can.",
    Reason.TEXT_FROM_KEY: (
        "Its body is empty or one sentence, so the text was taken from its front matter. Nothing "
        "is missing."
    ),
    Reason.TEXT_LEFT_OUT: (
        "A browser shows this text only in place of something else, or after running code; or it "
        "is in front matter, where nothing shows it. Write it into the body if readers should find "
        "it."
    ),
    Reason.UNREAD_TAGS: (
        "Its tags or categories have a form that is not read, so some are missing. Write them as a "
        "list of texts."
    ),
    Reason.TAGS_PARTED: (
        "Its tags or categories have no comma between them; in a post of Jekyll, blanks part them. "
        "Write a list if one name has several words."
    ),
    Reason.TAGS_CUT: "Tags that are too long or too many were left out. Shorten the list.",
    Reason.HEADLINES_CUT: (
        "It has more headlines than an item may have; the last ones were left out. Split the file."
    ),
    Reason.TEXT_CUT: (
        "Its text is longer than that of an item may be; the end was left out. Split the file."
    ),
}
