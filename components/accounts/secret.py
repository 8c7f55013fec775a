"""The secret by which a browser owns its profile; only its hash is ever stored."""

import hashlib
import re
import secrets

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Return 256 random bits as 43 characters that a cookie can carry."""
    return secrets.token_urlsafe(32)


def is_secret(value: str) -> bool:
    """Return whether a value has the form of `new_secret`.

    Example:
        >>> is_secret(new_secret()), is_secret("admin")
        (True, False)
    """
    return _SHAPE.fullmatch(value) is not None


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret in hexadecimal, 64 characters.

    A fast hash suffices: nobody can try 2²⁵⁶ secrets, or 2¹³⁵ recovery codes.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
