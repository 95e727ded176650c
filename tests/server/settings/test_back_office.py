from django.test import RequestFactory
from django.utils import translation

from voltbay.brand.brand import Brand
from voltbay.brand.colours import light_palette
from voltbay.brand.logo import Logo
from voltbay.server.settings.back_office import site_header, site_subheader, site_title, unfold

GREEN = Brand(name_zh="绿电回收", name_en="GreenCell", short_zh="绿电", short_en="GreenCell")


def test_the_back_office_is_headed_by_the_operator(settings):
    settings.VOLTBAY_BRAND = GREEN
    request = RequestFactory().get("/admin/")

    with translation.override("zh-hans"):
        heads = (site_title(request), site_header(request), site_subheader(request))
    with translation.override("en"):
        english = (site_title(request), site_header(request), site_subheader(request))

    assert heads == ("绿电 · 管理后台", "绿电", "绿电回收")
    assert english == ("GreenCell · Back office", "GreenCell", "")


def test_it_has_the_operators_colour_and_picture():
    shown = unfold(Brand(light=light_palette("#0b4fd6"), logo=Logo(b"", "12345678")))

    assert shown["COLORS"]["primary"]["600"].endswith(" 262)")  # blue
    assert shown["SITE_ICON"] == shown["SITE_FAVICONS"][0]["href"] == "/logo.png?v=12345678"
