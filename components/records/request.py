"""What every request record declares: the record that answers it."""

from typing import Generic, TypeVar

R_co = TypeVar("R_co", covariant=True)


class Request(Generic[R_co]):
    """Base of the request records; `Request[R]` is answered by an `R`.

    A `SentimentRequest` is a `Request[SentimentResult]`: asking with one returns a
    `SentimentResult`, and the type checker knows it.
    """

    __slots__ = ()
