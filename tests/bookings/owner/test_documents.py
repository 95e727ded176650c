"""A booking outlives the documents that it was confirmed with."""

from datetime import timedelta

from tests.kept import over
from tests.people import ALICE_NAME
from tests.places import NOW
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.models import Document


def test_a_booking_stands_when_its_documents_time_is_over(confirmed):
    assert over("recognition.documents", now=NOW + timedelta(days=1)) == 2

    confirmed.refresh_from_db()
    assert (confirmed.identity_card_id, confirmed.vehicle_licence_id) == (None, None)
    assert (confirmed.state, confirmed.name) == ("confirmed", ALICE_NAME)


def test_an_owner_may_erase_the_documents_of_a_confirmed_booking(confirmed, alice):
    for document in Document.objects.all():
        erase(document.pk, owner=alice, now=NOW)

    confirmed.refresh_from_db()
    assert confirmed.state == "confirmed"


def test_a_confirmed_bookings_photos_are_gone_at_once(confirmed):
    assert [document.photo for document in Document.objects.all()] == ["", ""]
