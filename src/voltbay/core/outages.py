"""Telling errors of a database that is away for a while from errors of what was asked."""

from django.db import Error, InterfaceError, InternalError, OperationalError
from psycopg import errors

# What PostgreSQL says of a session that cannot go on, in classes that other errors share: a primary
# that became a standby under it; a transaction that stood still with us or with the host, as both
# do when they are frozen, and was ended when they woke up.
CUT_OFF = (
    errors.ReadOnlySqlTransaction,
    errors.IdleInTransactionSessionTimeout,
    errors.TransactionTimeout,
)


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
    return isinstance(cause, CUT_OFF) or (
        isinstance(failed, InternalError) and getattr(cause, "sqlstate", None) is None
    )
