from django.test import Client

from voltbay.api.whose_site import KEPT_FOR_GOOD
from voltbay.brand.brand import Brand
from voltbay.brand.logo import Logo


def test_everybody_may_know_whose_site_it_is_and_keep_it_for_an_hour(settings):
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收", icp="沪ICP备2026012345号-1")

    answer = Client().get("/api/v1/site")

    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    said = answer.json()
    assert (said["name_zh"], said["icp"], said["logo"]) == (
        "绿电回收",
        "沪ICP备2026012345号-1",
        None,
    )
    assert said["light"] == {"accent": "#0a7552", "soft": "#e2f3ec", "on": "#ffffff"}


def test_the_logo_is_kept_for_good_under_its_own_address(settings):
    settings.VOLTBAY_BRAND = Brand(logo=Logo(b"\x89PNG", "12345678"))
    where = Client().get("/api/v1/site").json()["logo"]

    answer, guessed = Client().get(where), Client().get("/logo.png?v=other")

    assert (answer.content, answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    assert answer.headers["Cache-Control"] == KEPT_FOR_GOOD
    assert guessed.headers["Cache-Control"] != KEPT_FOR_GOOD


def test_without_a_logo_there_is_none():
    assert Client().get("/logo.png").status_code == 404
