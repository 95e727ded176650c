"""Links that open a map app or page at an outlet; they need no key."""

from urllib.parse import quote

from voltbay.directory.models import Outlet

APP_NAME = "voltbay"


def navigation_links(outlet: Outlet) -> dict[str, str]:
    """Return a route link of each map, for an outlet's GCJ-02 position.

    Amap puts the longitude first, Tencent the latitude. Sources:
    https://lbs.amap.com/api/uri-api/guide/travel/route and
    https://lbs.qq.com/webApi/uriV1/uriGuide/uriWebRoute
    """
    name = quote(outlet.name.replace(",", "，"), safe="")  # Amap splits at commas
    longitude, latitude = f"{outlet.longitude:.6f}", f"{outlet.latitude:.6f}"
    return {
        "amap": (
            f"https://uri.amap.com/navigation?to={longitude},{latitude},{name}"
            f"&mode=car&policy=0&src={APP_NAME}&callnative=1"
        ),
        "tencent": (
            f"https://apis.map.qq.com/uri/v1/routeplan?type=drive&to={name}"
            f"&tocoord={latitude},{longitude}&coord_type=2&policy=0&referer={APP_NAME}"
        ),
    }
