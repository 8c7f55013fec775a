"""How numbers reach a canvas in the browser: as plain bytes behind a header, never as digits."""

import json
import struct
from collections.abc import Mapping
from typing import Any


def pack(header: Mapping[str, Any], numbers: bytes) -> bytes:
    r"""Put header and numbers into one run of bytes, the only form that arrives as bytes.

    Args:
        header: What JSON can hold.
        numbers: Raw little-endian numbers.

    Returns:
        The header's length in 4 bytes, little-endian; the header as JSON in UTF-8; the numbers.

    Example:
        >>> pack({"a": 1}, bytes([255]))
        b'\x08\x00\x00\x00{"a": 1}\xff'
    """
    packed = json.dumps(header, ensure_ascii=False).encode()
    return struct.pack("<I", len(packed)) + packed + numbers
