"""Which files of a folder are items? By the endings of their names, also of those written."""

#: Endings of the names of files that are items.
EXTENSIONS = (
    ".md",
    ".mdx",
    ".markdown",
    ".mdown",
    ".mkd",
    ".mkdn",
    ".qmd",
    ".rmd",
    ".html",
    ".htm",
    ".adoc",
    ".asciidoc",
    ".lr",
)
