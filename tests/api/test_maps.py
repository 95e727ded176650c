from django.test import Client

from voltbay.api.map_page import VENDORS


def test_without_a_vendor_there_is_no_map_and_no_page_for_one():
    assert Client().get("/api/v1/map").json() == {"vendor": None}
    assert Client().get("/map/").status_code == 404


def test_every_vendor_that_is_offered_is_named_with_its_page(settings):
    for vendor in VENDORS:
        settings.VOLTBAY_MAP = vendor
        assert Client().get("/api/v1/map").json() == {"vendor": vendor}
        assert Client().get("/map/").status_code == 200
