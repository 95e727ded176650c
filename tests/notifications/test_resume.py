from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kept import over
from tests.places import NOW
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice
from voltbay.notifications.resume import resume_unsent

LATER = NOW + timedelta(minutes=2)


def jobs():
    return ProcrastinateJob.objects.filter(task_name="notifications.deliver").count()


def test_a_notice_whose_job_was_lost_is_queued_again_once(tell_alice):
    tell_alice()

    assert resume_unsent(now=LATER) == 1
    assert resume_unsent(now=LATER) == 0
    assert jobs() == 2


def test_a_fresh_notice_and_a_sent_one_are_left_alone(tell_alice):
    deliver(notice_id=tell_alice().pk, now=NOW)
    tell_alice(now=LATER)

    assert resume_unsent(now=LATER) == 0


def test_notices_are_forgotten_after_ninety_days(tell_alice):
    deliver(notice_id=tell_alice().pk, now=NOW)

    assert over("notifications.notices", now=NOW + timedelta(days=90, seconds=-1)) == 0
    assert over("notifications.notices", now=NOW + timedelta(days=90)) == 1
    assert not Notice.objects.exists()
