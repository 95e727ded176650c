"""Links that open a map at an outlet."""

from urllib.parse import parse_qs, urlsplit

from voltbay.directory.models import Outlet
from voltbay.directory.navigation import navigation_links

OUTLET = Outlet(name="浦东 & 张江, 1号网点?", longitude=121.6, latitude=31.2)


def test_amap_is_given_longitude_latitude_and_name():
    link = urlsplit(navigation_links(OUTLET)["amap"])

    assert link.netloc == "uri.amap.com"
    assert parse_qs(link.query) == {
        "to": ["121.600000,31.200000,浦东 & 张江， 1号网点?"],
        "mode": ["car"],
        "policy": ["0"],
        "src": ["voltbay"],
        "callnative": ["1"],
    }


def test_tencent_is_given_latitude_first():
    link = urlsplit(navigation_links(OUTLET)["tencent"])

    asked = parse_qs(link.query)
    assert link.netloc == "apis.map.qq.com"
    assert asked["tocoord"] == ["31.200000,121.600000"]
    assert asked["to"] == ["浦东 & 张江， 1号网点?"]
    assert asked["coord_type"] == ["2"]


def test_a_link_is_plain_ascii_without_spaces():
    for link in navigation_links(OUTLET).values():
        assert link.isascii()
        assert " " not in link
