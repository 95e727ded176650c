"""One document between this machine and a cloud that answers by HTTP: leave, budget, failures."""

import logging
from datetime import timedelta

import pytest

from tests.documents import Told, a_document, agree, an_owner
from tests.places import NOW
from tests.recognition.engines.cloud import PERSON, running_cloud
from voltbay.accounts.models import Agreement
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.documents.read import read
from voltbay.recognition.documents.withdraw import withdraw_and_erase
from voltbay.recognition.engines import chosen
from voltbay.recognition.engines.aliyun import Account, AliyunEngine
from voltbay.recognition.engines.bounded import BoundedEngine
from voltbay.recognition.models import CloudMonth
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

pytestmark = pytest.mark.django_db
CARD = {"name": "张三", "number": "11010519491231002X"}
LOCAL = Reading(
    IDENTITY_CARD,
    {"name": Field("张二", 0.6, doubtful=True), "number": Field(CARD["number"], 0.99)},
    engine="local",
)
CLEAR = Reading(IDENTITY_CARD, {name: Field(v, 0.99) for name, v in CARD.items()})


@pytest.fixture
def cloud():
    with running_cloud() as server:
        server.sees(PERSON)
        yield server


@pytest.fixture
def here():
    """What this machine reads."""
    return Told(LOCAL)


@pytest.fixture(autouse=True)
def installation(settings, monkeypatch, cloud, here):
    """Read here first, and ask Aliyun about what that leaves in doubt."""
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 5
    account = Account("key-id", "key-secret", cloud.endpoint, "http")
    there = BoundedEngine(AliyunEngine(account), picture_seconds=0.5)
    monkeypatch.setattr(chosen, "_local", lambda: here)
    monkeypatch.setattr(chosen, "_aliyun", lambda: there)


@pytest.fixture
def alice():
    owner = an_owner()
    agree(owner, Agreement.Kind.ALIYUN)
    return owner


def read_one(owner):
    """Have a worker read a document of this owner's."""
    document = a_document(owner)
    read(document.pk, engine=chosen.engine_for(document.pk, now=NOW), now=NOW)
    document.refresh_from_db()
    return document


def is_the_local_reading(document):
    name = document.fields["name"]
    return (document.engine, name["value"], name["doubtful"]) == ("local", "张二", True)


def counted():
    month = CloudMonth.objects.get()
    return month.asked, month.answered, month.failed


def test_a_doubt_of_an_owner_who_agreed_goes_to_the_cloud(cloud, alice):
    cloud.sees(PERSON | {"name": "张二"})

    document = read_one(alice)

    assert document.engine == "local+aliyun"
    assert not document.fields["name"]["doubtful"]
    assert len(cloud.asked) == 1
    assert counted() == (1, 1, 0)


def test_without_that_consent_nothing_leaves_and_the_owner_is_asked(cloud):
    document = read_one(an_owner())

    assert is_the_local_reading(document)
    assert cloud.asked == []
    assert not CloudMonth.objects.exists()


def test_a_consent_that_was_taken_back_counts_no_more(cloud, alice):
    withdraw_and_erase(Agreement.Kind.ALIYUN, owner=alice, client="", now=NOW)

    assert is_the_local_reading(read_one(alice))
    assert cloud.asked == []


def test_taking_it_back_keeps_the_photos(alice):
    document = a_document(alice)

    withdraw_and_erase(Agreement.Kind.ALIYUN, owner=alice, client="", now=NOW)

    document.refresh_from_db()
    assert document.photo


def test_a_consent_that_comes_while_the_photo_waits_is_enough(cloud):
    owner = an_owner()
    document = a_document(owner)
    agree(owner, Agreement.Kind.ALIYUN)

    read(document.pk, engine=chosen.engine_for(document.pk, now=NOW), now=NOW)

    assert len(cloud.asked) == 1


def test_a_consent_to_an_older_text_is_not_enough(cloud, alice):
    newer = Agreement.objects.get(kind=Agreement.Kind.ALIYUN)
    newer.pk, newer.version = None, "2026-02"
    newer.effective_at += timedelta(days=31)
    newer.save(force_insert=True)

    assert is_the_local_reading(read_one(alice))
    assert cloud.asked == []


def test_leave_and_counting_cost_four_statements(alice, django_assert_num_queries):
    document = a_document(alice)
    engine = chosen.engine_for(document.pk, now=NOW)

    with django_assert_num_queries(4):  # the owner, her word, one more, and how it went
        engine.read(b"photo", IDENTITY_CARD)


def test_what_is_certain_here_stays_here(cloud, alice, here):
    here.answer = CLEAR

    document = read_one(alice)

    assert recognised_fields(document) == CARD
    assert cloud.asked == []
    assert not CloudMonth.objects.exists()


def test_a_wrong_paper_stays_here(cloud, alice, here):
    here.answer = Reading(IDENTITY_CARD, problems=(Problem("bank_card"),))

    assert read_one(alice).state == "refused"
    assert cloud.asked == []


def test_an_exhausted_budget_leaves_the_local_reading(settings, cloud, alice):
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 1
    read_one(alice)

    assert is_the_local_reading(read_one(alice))
    assert len(cloud.asked) == 1
    assert counted() == (1, 1, 0)


def test_a_budget_of_none_sends_none(settings, cloud, alice):
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 0

    assert is_the_local_reading(read_one(alice))
    assert cloud.asked == []


@pytest.mark.parametrize(
    ("vendor_code", "status"),
    [
        ("noPermission", 401),
        ("ocrServiceNotOpen", 401),
        ("SignatureDoesNotMatch", 400),
        ("NeverHeardOf", 400),
        ("NeverHeardOf", 500),
        ("Throttling.User", 400),
        ("ServiceTimeout", 504),
        ("algorithmError", 503),
        ("unsupportedImageFormat", 415),
    ],
)
def test_a_cloud_that_fails_costs_no_photo(cloud, alice, vendor_code, status):
    cloud.refuses(vendor_code, status)

    document = read_one(alice)

    assert document.state == "recognised"
    assert is_the_local_reading(document)
    assert counted() == (1, 0, 1)


@pytest.mark.parametrize("vendor_code", ["unmatchedImageType", "illegalImageSize"])
def test_a_cloud_that_refuses_the_photo_leaves_the_local_reading(cloud, alice, vendor_code):
    cloud.refuses(vendor_code, 400)

    assert is_the_local_reading(read_one(alice))
    assert counted() == (1, 1, 0)


@pytest.mark.parametrize("manner", ["silent", "trickling"])
def test_a_cloud_that_hangs_costs_no_photo(cloud, alice, manner):
    cloud.manner = manner

    assert is_the_local_reading(read_one(alice))
    assert counted() == (1, 0, 1)


def test_a_cloud_that_just_failed_is_left_alone_and_costs_nothing(cloud, alice):
    cloud.refuses("ServiceTimeout", 504)
    read_one(alice)

    assert is_the_local_reading(read_one(alice))
    assert len(cloud.asked) == 1
    assert counted() == (1, 0, 1)


def test_a_cloud_that_is_not_there_costs_no_photo(alice, monkeypatch):
    account = Account("key-id", "key-secret", "127.0.0.1:1", "http")
    monkeypatch.setattr(chosen, "_aliyun", lambda: BoundedEngine(AliyunEngine(account)))

    assert is_the_local_reading(read_one(alice))


def test_the_log_tells_counts_and_codes_and_nobody(cloud, alice, caplog):
    caplog.set_level(logging.INFO, "voltbay")
    cloud.sees(PERSON | {"name": "张二"})

    read_one(alice)

    told = [getattr(record, "told", {}) for record in caplog.records]
    assert {"provider": "aliyun", "kind": "identity_card", "problems": []} in told
    assert {"kind": "identity_card", "doubts": 1, "left": 0} in told
    everything = f"{caplog.text} {told}"
    assert not any(secret in everything for secret in ("张", CARD["number"], str(alice.pk)))


def test_an_operator_is_told_why_the_cloud_refuses_us(cloud, alice, caplog):
    cloud.refuses("ocrServiceNotOpen", 401)

    read_one(alice)

    [error] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert error.told["vendor_code"] == "ocrServiceNotOpen"


def test_a_photo_is_counted_before_it_goes(alice, monkeypatch):
    """A worker that dies while it waits has spent, so the budget holds through crashes."""

    class Watching:
        name, is_awake, seen = "aliyun", True, ()

        def read(self, picture_jpeg, kind):
            self.seen = counted()
            return LOCAL

    watching = Watching()
    monkeypatch.setattr(chosen, "_aliyun", lambda: watching)

    read_one(alice)

    assert watching.seen == (1, 0, 0)


def test_the_cloud_alone_reads_for_those_who_agreed(settings, cloud, alice, here):
    settings.VOLTBAY_RECOGNITION_ENGINE = "aliyun"
    here.answer = CLEAR

    assert read_one(alice).engine == "aliyun"
    assert here.pictures == []
    read_one(an_owner())
    assert len(here.pictures) == len(cloud.asked) == 1


@pytest.mark.parametrize(
    ("vendor_code", "status"),
    [("ServiceTimeout", 504), ("noPermission", 401), ("illegalImageContent", 400)],
)
def test_the_cloud_alone_falls_back_to_this_machine(settings, cloud, alice, vendor_code, status):
    settings.VOLTBAY_RECOGNITION_ENGINE = "aliyun"
    cloud.refuses(vendor_code, status)

    assert is_the_local_reading(read_one(alice))
