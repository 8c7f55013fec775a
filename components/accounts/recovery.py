"""Recovery codes: Crockford's base 32 with its check symbol, https://www.crockford.com/base32.html.

A code has 135 random bits in 27 symbols and one check symbol, in groups of four.
"""

import secrets
import unicodedata

from components.records.refusal import Refusal

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUM_SYMBOLS = 27
GROUP = 4
_MODULUS = 37
_READ_AS = str.maketrans("OIL", "011")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"


def new_code() -> str:
    """Return a random recovery code as it is shown.

    Crockford's check has 37 symbols, five of which are no base 32 digits (`*~$=U`); codes that
    would end in one of these are drawn again, which costs 0.2 bits.
    """
    while True:
        number = secrets.randbits(5 * NUM_SYMBOLS)
        if number % _MODULUS < len(SYMBOLS):
            return _show(_write(number) + SYMBOLS[number % _MODULUS])


def read_code(typed: str) -> str:
    """Return the code that somebody typed, as `new_code` shows it.

    Case, spaces and dashes do not matter, full-width characters do as well, and O, I and L are
    read as the digits that they resemble.

    Raises:
        Refusal: `recovery_mistyped`; any single wrong symbol and any swap of two are noticed.

    Example:
        >>> code = new_code()
        >>> read_code(f" {code.lower().replace('-', ' ')} ") == code
        True
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    symbols = "".join(c for c in plain if not c.isspace() and c not in _DASHES)
    if len(symbols) != NUM_SYMBOLS + 1 or not set(symbols) <= set(SYMBOLS):
        raise Refusal("recovery_mistyped")
    number = _read(symbols[:-1])
    if SYMBOLS.index(symbols[-1]) != number % _MODULUS:
        raise Refusal("recovery_mistyped")
    return _show(symbols)


def _write(number: int) -> str:
    shifts = range(5 * (NUM_SYMBOLS - 1), -1, -5)
    return "".join(SYMBOLS[number >> shift & 31] for shift in shifts)


def _read(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * len(SYMBOLS) + SYMBOLS.index(symbol)
    return number


def _show(symbols: str) -> str:
    return "-".join(symbols[start : start + GROUP] for start in range(0, len(symbols), GROUP))
