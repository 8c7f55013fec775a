"""How much of a document is taken, and how long it may take."""

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 200
MAX_CHARACTERS = 1_000_000
"""Longest text kept of one file: about 200 dense pages."""

PARSE_S = 20
PARSE_BYTES = 1024**3
"""Time and memory of the process that reads one file."""

MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
"""What the directory of a zipped file may announce: entries, unpacked size, unpacked to packed."""

MAX_PASSWORD_CHARACTERS = 200
