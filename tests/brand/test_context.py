from django.test import RequestFactory
from django.utils import translation

from voltbay.brand.brand import Brand
from voltbay.brand.context import shown


def test_staff_read_the_name_in_their_language(settings):
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收", short_zh="绿电", short_en="GreenCell")
    request = RequestFactory().get("/console/")

    with translation.override("zh-hans"):
        assert shown(request)["brand_short"] == "绿电"
    with translation.override("en"):
        assert shown(request)["brand_short"] == "GreenCell"
