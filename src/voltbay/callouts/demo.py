"""Three call-outs of a demo's first day: a danger, a tow to answer, a removal on site to make."""

from datetime import date, datetime, time, timedelta

from voltbay.accounts.models import Owner, Role, StaffUser
from voltbay.callouts.answer import accept
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind, Part, Window
from voltbay.callouts.triage import Charge, Sign
from voltbay.core.local_time import at, local_date
from voltbay.directory.models import Outlet
from voltbay.identifiers.coordinates import Position
from voltbay.notifications.tell import phone_fingerprint

OUTLET = "浦东金桥回收服务网点"


def load(*, now: datetime) -> None:
    """Add them, once, where the demo's staff see them."""
    outlet = Outlet.objects.filter(name=OUTLET).first()
    staff = StaffUser.objects.filter(role=Role.OUTLET_STAFF).first()
    if outlet is None or staff is None or CallOut.objects.exists():
        return
    tomorrow = local_date(now) + timedelta(days=1)
    for phone, asked in _asked(outlet, tomorrow=tomorrow).items():
        made = ask(asked, owner=_owner(phone, now=now), now=now)
        if made.kind == Kind.ON_SITE:
            window = Window(at(tomorrow, time(14)), at(tomorrow, time(16)))
            message = "两名持证技师上门，请备好行驶证和车钥匙，车旁留出两米空间。"
            accept(made, window=window, message=message, staff=staff, now=now)


def _owner(phone: str, *, now: datetime) -> Owner:
    found, _ = Owner.objects.get_or_create(
        phone_fingerprint=phone_fingerprint(phone), defaults={"phone": phone, "created_at": now}
    )
    return found


def _asked(outlet: Outlet, *, tomorrow: date) -> dict[str, Asked]:
    return {
        "13800002001": Asked(
            outlet_id=outlet.pk,
            kind=Kind.DANGER,
            drives=True,
            signs=frozenset({Sign.SWELLING, Sign.SMELL}),
            charge=Charge.ABOVE,
            phone="13800002001",
            place="上海市浦东新区张杨北路 2988 号地面停车场",
            position=Position(121.5872, 31.3045),
            name="周建国",
            plate="沪AD20011",
            note="底盘鼓起，车内有刺鼻气味，昨天充过电。",
        ),
        "13800002002": Asked(
            outlet_id=outlet.pk,
            kind=Kind.TOW,
            drives=False,
            signs=frozenset(),
            charge=Charge.BELOW,
            phone="13800002002",
            place="上海市浦东新区川沙路 5500 弄 12 号楼下",
            position=Position(121.6951, 31.2098),
            wanted_date=tomorrow,
            wanted_part=Part.AFTERNOON,
            name="吴秀英",
            plate="沪A12T56",
            note="2016 年的车，停了一年，不能启动。",
        ),
        "13800002003": Asked(
            outlet_id=outlet.pk,
            kind=Kind.ON_SITE,
            drives=False,
            signs=frozenset(),
            charge=Charge.UNKNOWN,
            phone="13800002003",
            place="上海市虹口区广中路 788 号地下车库 B2",
            wanted_date=tomorrow,
            name="陈立",
            plate="沪BD30033",
        ),
    }
