"""The photo of an outlet: small, replaced as a whole, gone when it is taken down."""

from io import BytesIO

import pytest
from PIL import Image

from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.directory.models import Outlet
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.reading.errors import PhotoNotAnImage
from voltbay.recognition.shopfront import WIDEST, hang_up, photo_of, take_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    return open_outlet().outlet


@pytest.fixture
def manager(outlet):
    return staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="mia")


def photo(color, size=(1600, 1200)):
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    return file.getvalue()


def test_it_is_kept_small_and_replaced(outlet, manager, django_capture_on_commit_callbacks):
    hang_up(outlet, photo("red"), staff=manager)
    first = Outlet.objects.get()
    assert max(Image.open(BytesIO(photo_of(first))).size) == WIDEST

    with django_capture_on_commit_callbacks(execute=True):
        hang_up(outlet, photo("blue"), staff=manager)

    assert Image.open(BytesIO(photo_of(Outlet.objects.get()))).getpixel((5, 5))[2] > 200
    with pytest.raises(PhotoGone):
        photos.fetch(first.photo)


def test_none_is_shown_once_it_is_taken_down(outlet, manager):
    hang_up(outlet, photo("red"), staff=manager)

    take_down(outlet)

    with pytest.raises(PhotoGone):
        photo_of(Outlet.objects.get())


def test_what_is_no_photo_is_not_hung_up(outlet, manager):
    with pytest.raises(PhotoNotAnImage):
        hang_up(outlet, b"MZ", staff=manager)
    assert Outlet.objects.get().photo == ""
