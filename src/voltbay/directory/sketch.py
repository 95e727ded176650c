"""A sketch of an outlet among its neighbours: enough to see a position that is plainly wrong.

Not a map: that needs a vendor and a key. North is up, the outlet in the middle.
"""

from collections.abc import Sequence
from math import cos, radians

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from voltbay.directory.models import Outlet

SIZE, EDGE = 220, 20  # pixels
METRES_A_DEGREE = 111_195  # of latitude
# Source: https://lbs.amap.com/api/uri-api/guide/mobile-web/point; it needs no key.
MARKER = "https://uri.amap.com/marker?position={},{}&src=voltbay&coordinate=gaode&callnative=0"


def sketch(outlet: Outlet, others: Sequence[Outlet]) -> SafeString:
    """Draw the outlet and its neighbours, name them with their distances, link to a map."""
    reach = max([_reach(outlet, other) for other in others], default=1.0) or 1.0
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="5" fill="#52606d"><title>{}</title></circle>',
        ((*_place(outlet, other, reach), other.name) for other in others),
    )
    rows = format_html_join(
        "", "<li>{} · {}</li>", ((other.name, _distance(other)) for other in others)
    )
    middle = SIZE / 2
    drawing = format_html(
        '<svg width="{0}" height="{0}" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#f4f6f8" stroke="#d5dbe1"/>'
        '<circle cx="{2}" cy="{2}" r="7" fill="#0b7a4b"/>{3}</svg>',
        SIZE,
        _("The outlet among the nearest others, north up"),
        middle,
        dots,
    )
    position = MARKER.format(f"{outlet.longitude:.6f}", f"{outlet.latitude:.6f}")
    return format_html(
        '<div>{}<ul>{}</ul><p><a href="{}" target="_blank" rel="noopener noreferrer" '
        'class="text-primary-600 underline">{}</a></p></div>',
        drawing,
        rows,
        position,
        _("Look at the position on a map (opens Amap)"),
    )


def _offset(outlet: Outlet, other: Outlet) -> tuple[float, float]:
    """Return how many metres another lies to the east and to the north."""
    east = (other.longitude - outlet.longitude) * cos(radians(outlet.latitude))
    return east * METRES_A_DEGREE, (other.latitude - outlet.latitude) * METRES_A_DEGREE


def _reach(outlet: Outlet, other: Outlet) -> float:
    return max(abs(metres) for metres in _offset(outlet, other))


def _place(outlet: Outlet, other: Outlet, reach: float) -> tuple[str, str]:
    scale = (SIZE / 2 - EDGE) / reach
    east, north = _offset(outlet, other)
    return f"{SIZE / 2 + east * scale:.1f}", f"{SIZE / 2 - north * scale:.1f}"


def _distance(other: Outlet) -> str:
    metres: int = other.distance_m  # type: ignore[attr-defined]  # annotated
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres} m"
