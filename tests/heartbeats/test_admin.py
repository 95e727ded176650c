"""The back office's list of jobs, through HTTP."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from voltbay.slots.tasks import publish_outlet

pytestmark = pytest.mark.django_db


def test_jobs_are_listed_and_found_by_their_task(office):
    publish_outlet.defer(outlet_id="none")
    path = "/admin/procrastinate/procrastinatejob/"

    assert ProcrastinateJob.objects.count() == 1
    assert office.get(path, {"task_name__icontains": "publish"}).context["cl"].result_count == 1
    assert office.get(path, {"task_name__icontains": "remind"}).context["cl"].result_count == 0
    assert "queueing_lock" not in office.get(path).content.decode()
