"""Who runs the app: one person on their own machine, or an operator for others.

The operator says so in `PATHFINDER_MODE`; it is never guessed from an address: a proxy on the same
machine makes every visitor look local, and so does a rebound name
(https://en.wikipedia.org/wiki/DNS_rebinding).
"""

import ipaddress
import os
from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

Mode = Literal["personal", "class"]
SETTING = "PATHFINDER_MODE"
FORWARDED = (
    *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-host"),
    *("true-client-ip", "cf-connecting-ip", "fastly-client-ip", "x-envoy-external-address"),
)
"""Headers that proxies add, besides all that begin with `x-forwarded`."""


def current_mode() -> Mode:
    """Return who runs the app; `personal` where nothing is set.

    Raises:
        ValueError: The setting is neither; the message is for the operator.
    """
    setting = os.environ.get(SETTING, "").strip().lower()
    if setting in ("", "personal"):
        return "personal"
    if setting == "class":
        return "class"
    raise ValueError(f"{SETTING} is {setting!r}; set it to personal or class.")


def check_address(address: str | None) -> None:
    """Check that the app may listen on an address.

    Args:
        address: As it is given to the server; None and empty stand for every address.

    Raises:
        ValueError: `personal` mode and an address that others can reach, or no mode at all; the
            message is for the operator.
    """
    if current_mode() == "personal" and not is_loopback(address or ""):
        raise ValueError(
            f"Not started: on {address or 'every address'} others can reach the app. Set {SETTING}="
            "class to serve them, or listen on 127.0.0.1 for yourself alone."
        )


def is_loopback(host: str) -> bool:
    """Return whether a name or address is this machine's own, reachable from nowhere else.

    Example:
        >>> [is_loopback(h) for h in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "evil.example")]
        [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_own_request(
    server: str | None, peer: str | None, headers: Iterable[tuple[str, str]]
) -> bool:
    """Return whether a request comes from this machine's own browser, as far as can be told.

    Args:
        server: Address that the connection came in on; None for anything but TCP.
        peer: Address that it came from.
        headers: All of them; names in lower case.
    """
    hosts = []
    for name, value in headers:
        if name in FORWARDED or name.startswith("x-forwarded"):
            return False
        if name == "host":
            hosts.append(value)
    names = [name_of(host) for host in hosts]
    return bool(names) and all(map(is_loopback, (server or "", peer or "", *names)))


def name_of(host: str) -> str:
    """Return the name in a `Host` header, without the port; empty where it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for one that is no number
        return parts.hostname or "" if parts.netloc == host and "@" not in host else ""
    except ValueError:
        return ""
