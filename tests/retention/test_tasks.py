from datetime import timedelta

from django.utils import timezone

from tests.documents import a_document
from tests.places import NOW
from voltbay.core.partitions import drop_month, months_of, tables
from voltbay.recognition.models import Document, Submission
from voltbay.retention import tasks
from voltbay.retention.models import Run


def test_by_the_clock_old_documents_go_within_minutes(db, settings, tmp_path):
    from tests.documents import photos_setting

    settings.STORAGES = photos_setting(tmp_path / "photos")
    for _ in range(3):
        a_document(now=NOW)
    fresh = a_document(now=timezone.now())

    tasks.often(timestamp=0)

    assert Document.objects.get() == fresh
    assert Submission.objects.count() == 1
    assert Run.objects.get(kind="recognition.documents").ended == 3


def test_at_night_every_rule_is_carried_out_and_says_so(db):
    tasks.nightly(timestamp=0)

    assert Run.objects.filter(at__gt=timezone.now() - timedelta(minutes=5)).count() > 30


def test_at_night_the_months_to_come_are_made(db):
    (log,) = tables()
    *_, last = months_of(log)
    drop_month(last)

    tasks.months(timestamp=0)

    assert months_of(log)[-1] == last
