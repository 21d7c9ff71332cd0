"""What is the logarithm of a whole number, the same on every machine?

Libraries of C differ in the last bits of a logarithm. Rounded to parts of GRAIN they do not.
"""

from math import log

#: The parts of 1 that weights are whole numbers of: sums of them are the same in any order, on any
#: machine and in any version of Python.
GRAIN = 1 << 12

_KNOWN = [0, 0]


def logarithms(most: int) -> list[int]:
    """Return the natural logarithms of 0 (as of 1) to at least `most`, in parts of GRAIN."""
    for number in range(len(_KNOWN), most + 1):
        _KNOWN.append(round(log(number) * GRAIN))
    return _KNOWN


def size_of(count: int) -> float:
    """Return the size of a number of items or words, a third of its natural logarithm."""
    return logarithms(count)[count] / (3 * GRAIN)
