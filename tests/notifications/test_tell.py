from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.notifications.models import Notice


def waiting_jobs():
    return list(ProcrastinateJob.objects.filter(task_name="notifications.deliver"))


def test_telling_writes_a_notice_and_queues_its_delivery(tell_alice):
    notice = tell_alice()

    assert notice.state == "queued"
    assert [job.args for job in waiting_jobs()] == [{"notice_id": notice.pk}]


def test_what_is_rolled_back_is_not_told(tell_alice):
    with transaction.atomic():
        tell_alice()
        assert waiting_jobs()
        transaction.set_rollback(True)

    assert not waiting_jobs()
    assert not Notice.objects.exists()


def test_a_keyed_message_is_told_once(tell_alice):
    first = tell_alice(dedupe_key="remind:K7QM2P")

    assert tell_alice(dedupe_key="remind:K7QM2P") is None
    assert list(Notice.objects.all()) == [first]
    assert len(waiting_jobs()) == 1


def test_whoever_asked_for_a_code_in_english_is_told_in_english(tell_alice):
    before = tell_alice()
    asked = tell_alice(language="en")
    after, others = tell_alice(), tell_alice(phone=BOB_PHONE)

    told = [one.language for one in (before, asked, after, others)]
    assert told == ["zh-Hans", "en", "en", "zh-Hans"]


def test_messages_without_a_key_may_repeat(tell_alice):
    tell_alice()
    tell_alice()

    assert Notice.objects.count() == 2


def test_neither_phone_nor_words_are_stored_in_the_clear(tell_alice):
    tell_alice()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_fingerprint, params FROM notifications_notice")
        stored = b"".join(bytes(column) for column in cursor.fetchone())

    assert ALICE_PHONE.encode() not in stored
    assert b"K7QM2P" not in stored


def test_a_job_holds_no_personal_data(tell_alice):
    tell_alice()

    assert ALICE_PHONE not in str([job.args for job in waiting_jobs()])


def test_a_code_is_not_worth_telling_after_five_minutes(tell_alice):
    notice = tell_alice("sign_in_code", {"code": "123456", "minutes": "5"})

    assert notice.expires_at == NOW + timedelta(minutes=5)


@pytest.mark.django_db
def test_a_message_with_wrong_parameters_is_not_queued(tell_alice):
    with pytest.raises(ValueError, match="takes"):
        tell_alice("booking_confirmed", {"code": "1"})
    assert not Notice.objects.exists()
