"""Sealed values where no model keeps them are found before their key goes."""

import base64

import pytest
from django.db import connection

from voltbay.core.sealing import Keyring
from voltbay.server.keys.strays import strays

pytestmark = pytest.mark.django_db
RING = Keyring(sealing={"2025-01-01": b"o" * 32}, fingerprinting=b"m" * 32)


@pytest.mark.parametrize(
    "written", [bytes.hex, lambda sealed: base64.b64encode(sealed).decode()], ids=["hex", "base64"]
)
def test_a_job_that_holds_a_sealed_text_is_found(written):
    sealed = written(RING.seal(b"x", purpose="p"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('default', 'x', jsonb_build_object('text', %s::text))",
            [sealed],
        )

    assert strays("2025-01-01") == {"procrastinate_jobs.args": 1}
    assert strays("2024-01-01") == {}


def test_bytes_in_a_column_that_is_not_sealed_are_found():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_spent (who, free_at) VALUES (%s, now())",
            [RING.seal(b"x", purpose="p")],
        )

    assert strays("2025-01-01") == {"limits_spent.who": 1}
