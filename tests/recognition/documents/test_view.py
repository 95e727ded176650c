import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from tests.documents import a_document, recognised
from tests.places import NOW
from voltbay.accounts.models import StaffUser
from voltbay.audit.models import View
from voltbay.recognition import photos
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.view import view_photo
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob() -> StaffUser:
    return StaffUser.objects.create_user("bob")


def test_who_looks_at_a_photo_is_written_down(bob):
    document = a_document()

    picture = view_photo(document, staff=bob, why="relation: company", now=NOW)

    assert picture == photos.fetch(document.photo)
    view = View.objects.get()
    assert (view.document_id, view.owner_id) == (document.pk, document.owner_id)
    assert (view.staff, view.why, view.at) == (bob, "relation: company", NOW)


def test_nobody_looks_without_a_reason(bob):
    with pytest.raises(IntegrityError, match="view_has_a_reason"):
        view_photo(a_document(), staff=bob, why="", now=NOW)


def test_a_refused_documents_photo_cannot_be_looked_at(bob):
    document = a_document()
    conclude(document, recognised().refuse("blurred"), now=NOW)
    document.refresh_from_db()

    with pytest.raises(PhotoGone):
        view_photo(document, staff=bob, why="curious", now=NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_written_down_stays(bob, change):
    document = a_document()
    view_photo(document, staff=bob, why="relation: company", now=NOW)
    views = View.objects.all()

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        views.update(why="nothing") if change == "update" else views.delete()

    Document.objects.all().delete()
    assert View.objects.get().why == "relation: company"
