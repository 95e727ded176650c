"""The HTTP status of a refusal, the same at every door."""

from collections.abc import Mapping

from voltbay.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Refusal,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
)

STATUS: Mapping[type[Refusal], int] = {
    Unauthenticated: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    TooLarge: 413,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}


def status_of(refusal: Refusal) -> int:
    """Return the status of the nearest kind that a refusal is.

    >>> status_of(TooLarge()), status_of(Invalid())
    (413, 422)
    """
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
