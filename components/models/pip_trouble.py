"""What pip's messages say about why it failed; imports the standard library alone."""

import re
from typing import Literal

PipTrouble = Literal["disk_full", "no_network", "not_found"]

_NETWORK = re.compile(
    "Failed to establish a new connection|Connection refused|Connection reset|"
    "connection broken by|timed out|ConnectTimeoutError|ReadTimeoutError|ProxyError|SSLError|"
    "name resolution|Name or service not known|getaddrinfo failed|Network is unreachable|"
    "Max retries exceeded|IncompleteRead"
)
_DISK_FULL = re.compile("Errno 28|No space left on device")


def classify_trouble(message: str) -> PipTrouble:
    """Return why pip failed, by its messages.

    Args:
        message: What pip wrote to its error stream.

    Returns:
        `disk_full`, `no_network`, or `not_found` for everything else.

    Example:
        >>> classify_trouble("ERROR: [Errno 28] No space left on device")
        'disk_full'
    """
    if _DISK_FULL.search(message):
        return "disk_full"
    # Without a connection pip, too, ends with "no matching distribution": look for the cause first.
    return "no_network" if _NETWORK.search(message) else "not_found"
