import pytest

from tests.documents import a_document, an_owner
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition.documents import submit as submitting
from voltbay.recognition.documents.withdraw import withdraw_and_erase
from voltbay.recognition.errors import ConsentMissing
from voltbay.recognition.models import Document

pytestmark = pytest.mark.django_db(transaction=True)


def test_with_the_consent_go_the_documents(folder):
    alice = an_owner()
    a_document(alice)
    other = a_document()

    withdraw_and_erase("documents", owner=alice, client="tests", now=NOW)
    withdraw_and_erase("documents", owner=alice, client="tests", now=NOW)

    assert Document.objects.get() == other
    assert files_in(folder) == [folder / other.photo]
    with pytest.raises(ConsentMissing):
        a_document(alice)


def test_a_consent_withdrawn_while_the_photo_is_decoded_counts(folder, monkeypatch):
    alice = an_owner()
    decode = submitting.take_in

    def withdraw_meanwhile(image: bytes, *, sender: str):
        withdraw_and_erase("documents", owner=alice, client="tests", now=NOW)
        return decode(image, sender=sender)

    monkeypatch.setattr(submitting, "take_in", withdraw_meanwhile)

    with pytest.raises(ConsentMissing):
        a_document(alice)

    assert not Document.objects.exists()
    assert files_in(folder) == []
