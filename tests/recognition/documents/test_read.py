import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.documents import Told, a_document, an_owner, recognised
from tests.people import ALICE_CARD
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition import photos
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.documents.read import MOST_TRIES, conclude, read
from voltbay.recognition.engines.engine import EngineMisconfigured, EngineUnavailable
from voltbay.recognition.models import Document
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what a commit sets off, as these tests commit nothing."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def is_refused(document: Document, code: str) -> bool:
    document.refresh_from_db()
    kept = (document.fields, document.photo)
    codes = [problem["code"] for problem in document.problems]
    return document.state == "refused" and kept == (None, "") and codes == [code]


def test_what_was_recognised_is_kept(folder):
    document = a_document()

    decided = read(document.pk, engine=Told(recognised()), now=NOW)

    document.refresh_from_db()
    assert decided
    assert (document.state, document.engine, document.read_at) == ("recognised", "told", NOW)
    assert recognised_fields(document) == ALICE_CARD
    assert len(files_in(folder)) == 1


def test_the_fields_are_sealed_in_the_database(db):
    from django.db import connection

    document = a_document()
    read(document.pk, engine=Told(recognised()), now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM recognition_document")
        (sealed,) = cursor.fetchone()
    assert ALICE_CARD["name"].encode() not in bytes(sealed)


def test_the_engine_sees_the_photo_that_was_sent():
    document = a_document()
    engine = Told(recognised())

    read(document.pk, engine=engine, now=NOW)

    assert engine.pictures == [photos.fetch(document.photo)]


def test_what_is_not_recognised_is_not_kept(folder, django_capture_on_commit_callbacks):
    document = a_document()

    with django_capture_on_commit_callbacks(execute=True):
        read(document.pk, engine=Told(recognised().refuse("blurred")), now=NOW)

    assert is_refused(document, "blurred")
    assert files_in(folder) == []


def test_a_job_makes_sure_that_the_photo_goes():
    document = a_document()

    read(document.pk, engine=Told(recognised().refuse("blurred")), now=NOW)

    job = ProcrastinateJob.objects.get(task_name="recognition.erase_photo")
    assert job.args == {"key": document.photo}


def test_where_the_problem_lies_is_kept():
    document = a_document()
    glare = recognised().refuse("glare", where=(0.1, 0.2, 0.3, 0.4), name="number")

    read(document.pk, engine=Told(glare), now=NOW)

    document.refresh_from_db()
    assert document.problems == [
        {"code": "glare", "where": [0.1, 0.2, 0.3, 0.4], "field": "number"}
    ]


def test_the_calendar_has_its_say():
    document = a_document()

    read(document.pk, engine=Told(recognised(birth_date="2015-01-01")), now=NOW)

    assert is_refused(document, "under_fourteen")


def test_what_looks_like_a_screen_is_refused_once():
    first = a_document()
    read(first.pk, engine=Told(recognised().refuse("photo_of_screen")), now=NOW)
    again = a_document(owner=first.owner)

    read(again.pk, engine=Told(recognised().refuse("photo_of_screen")), now=NOW)

    assert is_refused(first, "photo_of_screen")
    again.refresh_from_db()
    assert again.state == "recognised"
    doubtful = {name for name, field in again.fields.items() if field["doubtful"]}
    assert doubtful == {"name", "number"}


@pytest.mark.parametrize(
    "engine",
    [
        Told(Reading(IDENTITY_CARD).refuse("photo_of_screen")),
        Told(recognised().refuse("photo_of_screen").refuse("number_fails_check")),
    ],
    ids=["nothing read", "more is wrong"],
)
def test_a_screen_that_cannot_be_read_stays_refused(engine):
    owner = an_owner()
    documents = [a_document(owner=owner), a_document(owner=owner)]

    for document in documents:
        read(document.pk, engine=engine, now=NOW)

    assert {Document.objects.get(pk=one.pk).state for one in documents} == {"refused"}


def test_a_document_is_read_once():
    document = a_document()
    read(document.pk, engine=Told(recognised()), now=NOW)
    engine = Told(recognised(name="别人"))

    decided = read(document.pk, engine=engine, now=NOW)

    document.refresh_from_db()
    assert not decided
    assert engine.pictures == []
    assert recognised_fields(document) == ALICE_CARD


def test_of_two_readers_the_faster_one_decides():
    document = a_document()

    class Overtaken(Told):
        def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
            conclude(document, recognised(), now=NOW)
            return super().read(picture_jpeg, kind)

    decided = read(document.pk, engine=Overtaken(recognised().refuse("blurred")), now=NOW)

    document.refresh_from_db()
    assert not decided
    assert document.state == "recognised"


def test_a_document_that_is_gone_is_ignored(committed):
    document = a_document()
    erase(document.pk, owner=document.owner, now=NOW)
    engine = Told(recognised())

    assert not read(document.pk, engine=engine, now=NOW)
    assert engine.pictures == []


def test_a_document_erased_while_it_is_read_stays_erased(folder):
    document = a_document()

    class Slow(Told):
        def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
            erase(document.pk, owner=document.owner, now=NOW)
            return super().read(picture_jpeg, kind)

    assert not read(document.pk, engine=Slow(recognised()), now=NOW)
    assert not Document.objects.exists()


def test_a_document_waits_while_the_engine_is_away():
    document = a_document()

    with pytest.raises(EngineUnavailable):
        read(document.pk, engine=Told(EngineUnavailable()), now=NOW)

    document.refresh_from_db()
    assert (document.state, document.tries) == ("reading", 1)
    assert read(document.pk, engine=Told(recognised()), now=NOW)


def test_after_the_last_try_the_document_is_refused():
    document = a_document()

    for _ in range(MOST_TRIES):
        with pytest.raises(EngineUnavailable):
            read(document.pk, engine=Told(EngineUnavailable()), now=NOW)

    assert is_refused(document, "reading_failed")


def test_an_engine_that_refuses_our_account_is_not_asked_again():
    document = a_document()

    with pytest.raises(EngineMisconfigured):
        read(document.pk, engine=Told(EngineMisconfigured(vendor_code="noPermission")), now=NOW)

    assert is_refused(document, "reading_failed")


def test_a_fault_in_the_engine_is_raised_and_the_owner_told():
    document = a_document()

    with pytest.raises(ZeroDivisionError):
        read(document.pk, engine=Told(ZeroDivisionError()), now=NOW)

    assert is_refused(document, "reading_failed")


def test_a_photo_that_takes_its_readers_down_is_given_up():
    document = a_document()
    Document.objects.update(tries=MOST_TRIES)
    engine = Told(recognised())

    assert read(document.pk, engine=engine, now=NOW)

    assert engine.pictures == []
    assert is_refused(document, "reading_failed")


def test_a_lost_photo_is_a_failure_of_ours():
    document = a_document()
    photos.erase(document.photo)

    read(document.pk, engine=Told(recognised()), now=NOW)

    assert is_refused(document, "reading_failed")
