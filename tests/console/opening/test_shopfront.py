"""The photo of an outlet: uploaded by its manager, seen by every owner."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role


@pytest.fixture
def page(outlet):
    return reverse("console:shopfront", kwargs={"outlet_id": outlet.pk})


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="mia"))


def photo():
    file = BytesIO()
    Image.new("RGB", (800, 600), "green").save(file, "JPEG")
    return SimpleUploadedFile("entrance.jpg", file.getvalue(), "image/jpeg")


def listed():
    items = Client().get("/api/v1/outlets").json()["items"]
    return [each["photo"] for each in items if each["photo"]]


def test_a_manager_hangs_up_a_photo_and_takes_it_down(manager, page):
    assert manager.post(page, {"key": str(uuid4()), "photo": photo()}).status_code == 302

    (address,) = listed()
    shown = Client().get(f"/api/v1{address}")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "public" in shown.headers["Cache-Control"]
    assert Image.open(BytesIO(shown.content)).size == (800, 600)
    assert address in manager.get(page).content.decode()

    assert manager.post(page, {"key": str(uuid4())}).status_code == 302
    assert listed() == []
    assert Client().get(f"/api/v1{address}").status_code == 404


def test_what_is_no_photo_is_refused_in_words(manager, page):
    wrong = SimpleUploadedFile("a.jpg", b"MZ", "image/jpeg")

    refused = manager.post(page, {"key": str(uuid4()), "photo": wrong})

    assert refused.status_code == 422
    assert listed() == []


def test_the_desk_does_not_change_it(desk, page):
    assert desk.get(page).status_code == 403
