"""The label of a battery that has no readable code: 50 by 30 mm, to print and to stick on."""

from typing import Any

import segno
import zxingcpp
from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_booking
from voltbay.console.pages import page
from voltbay.core.local_time import local
from voltbay.removals.models import BatteryPack
from voltbay.removals.packs.find import find_numbered
from voltbay.removals.queries import find_removal


@require_safe
def label(request: StaffRequest, code: str, number: str) -> HttpResponse:
    """Show a label with our number as QR, as Code 128 and in letters."""
    booking = find_booking(request.staff, code)
    pack = find_numbered(find_removal(booking.code, [booking.outlet_id]), number)
    shown = {"booking": booking, "pack": pack, **_drawn(pack)}
    return page(request, "removals/label.html", shown, outlet=booking.outlet)


def _drawn(pack: BatteryPack) -> dict[str, Any]:
    number = pack.own_number or ""
    # Both are drawn from our own 11 characters, so nothing foreign gets into the page.
    qr = segno.make(number, error="q", micro=False).svg_inline(border=4, omitsize=True)
    bars = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.Code128)
    lines = bars.to_svg(add_quiet_zones=True)
    return {
        "qr": mark_safe(qr),  # noqa: S308
        "bars": mark_safe(_inline(lines)),  # noqa: S308
        "since": f"{local(pack.stored_at):%Y-%m-%d}",
    }


def _inline(svg: str) -> str:
    """Return a drawing as it may stand in a page: without its head, as wide as its place."""
    drawing = svg[svg.index("<svg ") :]
    width, height = (
        drawing.split(f'{side}="', 1)[1].split('"', 1)[0] for side in ("width", "height")
    )
    stretched = f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="none"'
    return drawing.replace(f'<svg width="{width}" height="{height}"', stretched, 1)
