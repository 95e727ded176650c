"""Companies to try Voltbay with: a taxi firm with fifty cars, and one that waits for a decision."""

from datetime import datetime, timedelta
from importlib.resources import as_file, files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from voltbay.accounts.models import Owner, StaffUser
from voltbay.core.keys import fingerprint
from voltbay.fleets.evidence import key_of
from voltbay.fleets.models import FleetAccount, FleetMember, FleetVehicle
from voltbay.fleets.rules import Role
from voltbay.identifiers.credit_code import check_character, organisation_check
from voltbay.identifiers.vin import check_digit
from voltbay.notifications.tell import phone_fingerprint
from voltbay.recognition import photos

MANAGER, DRIVER, ASKER = "13800138001", "13800138002", "13800138003"
FIRM, WAITING = "沪新出租汽车有限公司", "浦江网约车服务有限公司"
CARS = 50
FACE = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")


def load(*, decided_by: StaffUser, now: datetime) -> None:
    """Add what is not there yet."""
    if FleetAccount.objects.exists():
        return
    firm = _fleet(FIRM, "MA1DEMO1", _owner(MANAGER, now=now), now=now - timedelta(days=20))
    FleetAccount.objects.filter(pk=firm.pk).update(
        state=FleetAccount.State.APPROVED,
        decided_at=now - timedelta(days=19),
        decided_by=decided_by,
        reason="营业执照与名称、代码一致",
    )
    FleetMember.objects.create(
        fleet=firm,
        owner=_owner(DRIVER, now=now),
        role=Role.BOOKS,
        invited_at=now - timedelta(days=18),
        joined_at=now - timedelta(days=18),
    )
    FleetVehicle.objects.bulk_create(_car(firm, number, now=now) for number in range(1, CARS + 1))
    _fleet(WAITING, "MA1DEMO2", _owner(ASKER, now=now), now=now - timedelta(hours=3))


def _owner(phone: str, *, now: datetime) -> Owner:
    return Owner.objects.get_or_create(
        phone_fingerprint=phone_fingerprint(phone),
        defaults={"phone": phone, "created_at": now, "phone_proven_at": now},
    )[0]


def _fleet(name: str, organisation: str, owner: Owner, *, now: datetime) -> FleetAccount:
    organisation = organisation.replace("O", "0")
    first_17 = f"91310115{organisation}{organisation_check(organisation)}"
    fleet = FleetAccount(
        name=name,
        credit_code=first_17 + check_character(first_17),
        contact_name="赵师傅",
        contact_phone="13800138001",
        evidence_kind=FleetAccount.Evidence.BUSINESS_LICENCE,
        asked_by=owner,
        asked_at=now,
    )
    fleet.evidence = key_of(fleet)
    fleet.save(force_insert=True)
    FleetMember.objects.create(
        fleet=fleet, owner=owner, role=Role.MANAGES, invited_at=now, joined_at=now
    )
    photos.put(fleet.evidence, _licence(fleet))
    return fleet


def _licence(fleet: FleetAccount) -> bytes:
    """Draw a paper that nobody takes for a real one."""
    paper = Image.new("RGB", (1200, 850), "#fdf8ec")
    pen = ImageDraw.Draw(paper)
    package, name = FACE
    with as_file(files(package) / name) as face:
        large, small = (ImageFont.truetype(str(face), size) for size in (72, 36))
        pen.rectangle((30, 30, 1170, 820), outline="#b08d3c", width=6)
        pen.text((430, 90), "营 业 执 照", font=large, fill="#333333")
        lines = [
            f"名称：{fleet.name}",
            f"统一社会信用代码：{fleet.credit_code}",
            "演示用图，非真实证照",
        ]
        for row, line in enumerate(lines):
            pen.text((120, 300 + 90 * row), line, font=small, fill="#333333")
    out = BytesIO()
    paper.save(out, "JPEG", quality=85)
    return out.getvalue()


def _car(fleet: FleetAccount, number: int, *, now: datetime) -> FleetVehicle:
    body = f"LGXCE6DB0H{number:07d}"
    vin = f"{body[:8]}{check_digit(body)}{body[9:]}"
    plate = f"沪AD{20000 + 37 * number:05d}"
    return FleetVehicle(
        fleet=fleet,
        plate=plate,
        vin=vin,
        licence_owner=fleet.name,
        plate_fingerprint=fingerprint(plate, purpose="plate"),
        vin_fingerprint=fingerprint(vin, purpose="vin"),
        model="比亚迪牌BYD7005BEV",
        added_at=now,
        ordinal=number,
    )
