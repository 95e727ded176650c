"""How many SQL statements a request takes: BEGIN, COMMIT and savepoints too."""

from bench.asked import Request


def statements(request: Request, *, status: int) -> int:
    """Answer a request in this process and return what it took. Raises RuntimeError on refusal."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from voltbay.core import clock

    _ = clock.now()  # asks the database's, once a process
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {request.token}"} if request.token else {}
    with CaptureQueriesContext(connection) as captured:
        answer = Client(HTTP_HOST="127.0.0.1").generic(
            request.method, request.path, request.body, content_type=request.kind, **bearer
        )
    if answer.status_code != status:
        raise RuntimeError(f"expected {status}, got {answer.status_code}: {answer.content!r}")
    return len(captured)
