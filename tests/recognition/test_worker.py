"""Real workers with the real engine, on drawn cards."""

import io

import pillow_heif
import pytest
from django.utils import timezone
from PIL import Image

from tests.documents import agree, an_owner
from tests.people import ALICE_CARD
from tests.programs import program, wait_until
from tests.recognition.engines.cloud import running_cloud
from tests.recognition.test_storage import files_in
from tools.cards import draw_identity_card, draw_vehicle_licence
from voltbay.accounts.models import Agreement
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.documents.requeue import GRACE, requeue_lost
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.models import CloudMonth, Document

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
READING_WORKER = ("worker", "--queue", "recognition", "--jobs", "1")


def state_of(document: Document) -> str:
    return Document.objects.values_list("state", flat=True).get(pk=document.pk)


def test_what_is_on_a_card_and_a_licence_is_read(folder, tmp_path):
    alice = an_owner()
    card, person = draw_identity_card(seed=7, number=ALICE_CARD["number"])
    licence, car = draw_vehicle_licence(seed=7, owner=person["name"])
    log = tmp_path / "worker.log"

    sent = [
        submit(alice, "identity_card", card, now=timezone.now()),
        submit(alice, "vehicle_licence", licence, now=timezone.now()),
        submit(alice, "identity_card", licence, now=timezone.now()),
    ]
    with program(*READING_WORKER, photos=folder, log=log):
        wait_until(lambda: "reading" not in [state_of(each) for each in sent], log=log)

    for document in sent:
        document.refresh_from_db()
    good_card, good_licence, wrong_kind = sent
    read = recognised_fields(good_card)
    assert (read["name"], read["number"]) == (person["name"], person["number"])
    read = recognised_fields(good_licence)
    assert {name: read[name] for name in ("plate", "vin", "owner")} == {
        name: car[name] for name in ("plate", "vin", "owner")
    }
    assert [problem["code"] for problem in wrong_kind.problems] == ["not_an_identity_card"]
    assert len(files_in(folder)) == 2


def test_a_reading_that_is_killed_in_the_middle_is_done_again_once(folder, tmp_path):
    card, person = draw_identity_card(seed=7)
    document = submit(an_owner(), "identity_card", card, now=timezone.now())
    log = tmp_path / "worker.log"

    def has_begun() -> bool:
        return Document.objects.filter(pk=document.pk, tries=1).exists()

    with program(*READING_WORKER, photos=folder, log=log) as worker:
        wait_until(has_begun, log=log)
        worker.kill()
        worker.wait()
    assert state_of(document) == "reading"

    assert requeue_lost(now=timezone.now() + GRACE) == 1
    with program(*READING_WORKER, photos=folder, log=log):
        wait_until(lambda: state_of(document) != "reading", log=log)

    document.refresh_from_db()
    assert (document.state, document.tries) == ("recognised", 2)
    assert recognised_fields(document)["number"] == person["number"]
    assert len(files_in(folder)) == 1


@pytest.fixture
def cloud(monkeypatch):
    """A cloud, and what the programs that are started later are told of it."""
    with running_cloud() as server:
        monkeypatch.setenv("VOLTBAY_RECOGNITION_ENGINE", "aliyun")
        monkeypatch.setenv("VOLTBAY_CLOUD_READINGS_A_MONTH", "10")
        monkeypatch.setenv("VOLTBAY_OCR_ENDPOINT", server.endpoint)
        monkeypatch.setenv("VOLTBAY_OCR_PROTOCOL", "http")
        yield server


def test_a_cloud_that_trickles_for_ever_does_not_hold_the_worker(cloud, folder, tmp_path):
    alice = an_owner()
    agree(alice, Agreement.Kind.ALIYUN)
    cloud.manner = "trickling"
    card, person = draw_identity_card(seed=7)
    sent = [submit(alice, "identity_card", card, now=timezone.now()) for _ in range(2)]
    log = tmp_path / "worker.log"

    with program(*READING_WORKER, photos=folder, log=log):
        wait_until(lambda: "reading" not in [state_of(each) for each in sent], log=log)

    for document in sent:
        document.refresh_from_db()
        assert (document.engine, document.tries) == ("local", 1)
        assert recognised_fields(document)["number"] == person["number"]
    assert len(cloud.asked) == 1  # the second photo finds it hanging, and does not wait
    month = CloudMonth.objects.get()
    assert (month.asked, month.answered, month.failed) == (1, 0, 1)
    assert person["name"] not in log.read_text()


def test_what_an_iphone_sends_is_read(folder, tmp_path):
    photo, person = draw_identity_card(seed=7)
    document = submit(an_owner(), "identity_card", as_heic(photo), now=timezone.now())
    log = tmp_path / "worker.log"

    with program(*READING_WORKER, photos=folder, log=log):
        wait_until(lambda: state_of(document) != "reading", log=log)

    document.refresh_from_db()
    assert document.state == "recognised"
    assert recognised_fields(document)["number"] == person["number"]


def as_heic(photo: bytes) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).save(out, "HEIF", quality=80)
    return out.getvalue()
