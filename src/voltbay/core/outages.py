"""Telling errors of a database that is away for a while from errors of what was asked."""

from django.db import Error, InterfaceError, InternalError, OperationalError
from psycopg import errors

# A primary that became a standby under an open connection.
DEMOTED = errors.ReadOnlySqlTransaction


def database_is_away(failed: BaseException) -> bool:
    """Tell whether asking again later helps: the database is gone, going, demoted or crowded.

    >>> database_is_away(OperationalError("server closed the connection"))
    True
    >>> database_is_away(ValueError("what was asked is wrong"))
    False
    """
    if isinstance(failed, OperationalError | InterfaceError):
        return True
    if not isinstance(failed, Error):
        return False
    cause = failed.__cause__
    # A connection that ends in a COMMIT leaves psycopg with answers that it did not ask for: its
    # own error, which has no state of PostgreSQL's.
    return isinstance(cause, DEMOTED) or (
        isinstance(failed, InternalError) and getattr(cause, "sqlstate", None) is None
    )
