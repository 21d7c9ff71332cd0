"""Which values are in a TOML front matter?"""

import re
import tomllib

from indexer.read.parsed import Broken, Parsed

#: Parts of a dotted key (`a.b.c`) at most: tomllib takes time with the square of their number.
MAX_KEY_PARTS = 32

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"""(?<![\w"'-]){_PART}(?:\.[ \t]*+{_PART}){{{MAX_KEY_PARTS}}}""")


def read_toml(text: str) -> Parsed:
    """Return the values of a TOML text; numbers with a point stay text.

    Raises Broken if it is not TOML, as where a key is given twice, and RecursionError if its lists
    are nested too deeply.
    """
    if _LONG_KEY.search(text):
        raise Broken(f"a key has over {MAX_KEY_PARTS} parts")
    try:
        return Parsed(tomllib.loads(text, parse_float=str))
    except ValueError as error:  # TOMLDecodeError, or an integer of over 4,300 digits
        line = re.search(r"at line ([0-9]+)", str(error))
        raise Broken(str(error), int(line[1]) if line else None) from None
