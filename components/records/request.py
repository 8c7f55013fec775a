"""The base of all request records, which declares the type of the result."""

from typing import Generic, TypeVar

R_co = TypeVar("R_co", covariant=True)


class Request(Generic[R_co]):
    """Base of the request records; `Request[R]` is answered by an `R`.

    A `SentimentRequest` is a `Request[SentimentResult]`: asking with one returns a
    `SentimentResult`, and the type checker knows it.
    """

    __slots__ = ()
