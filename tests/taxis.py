"""A taxi firm for tests: its account, whoever manages it, and its cars."""

from tests.places import NOW
from voltbay.accounts.models import Owner, StaffUser
from voltbay.core.keys import fingerprint
from voltbay.fleets.models import FleetAccount, FleetMember, FleetVehicle
from voltbay.fleets.queries import Membership, find_membership
from voltbay.fleets.rules import Role
from voltbay.identifiers.vin import check_digit

FIRM = "申通出租汽车有限公司"
FIRM_CODE = "91310115MA1TEKT19B"


def a_vin(number: int) -> str:
    """Return a VIN whose check digit fits."""
    body = f"LGXCE6DB0J{number:07d}"
    return f"{body[:8]}{check_digit(body)}{body[9:]}"


def a_plate(number: int) -> str:
    """Return a green plate of Shanghai."""
    return f"沪AD{number:05d}"


def a_fleet(
    owner: Owner, *, cars: int = 0, name: str = FIRM, credit_code: str = FIRM_CODE, first: int = 1
) -> Membership:
    """Make an approved fleet that an owner manages, with cars on its list."""
    staff, _ = StaffUser.objects.get_or_create(username="decider")
    fleet = FleetAccount.objects.create(
        name=name,
        credit_code=credit_code,
        contact_name="赵师傅",
        contact_phone="021-50001234",
        evidence_kind="business_licence",
        state=FleetAccount.State.APPROVED,
        asked_by=owner,
        asked_at=NOW,
        decided_at=NOW,
        decided_by=staff,
    )
    FleetMember.objects.create(
        fleet=fleet, owner=owner, role=Role.MANAGES, invited_at=NOW, joined_at=NOW
    )
    add_cars(fleet, cars, first=first)
    return find_membership(fleet.pk, owner=owner)


def add_cars(fleet: FleetAccount, cars: int, *, first: int = 1) -> list[FleetVehicle]:
    """Put cars on a fleet's list, numbered from `first`."""
    return FleetVehicle.objects.bulk_create(
        FleetVehicle(
            fleet=fleet,
            plate=a_plate(number),
            vin=a_vin(number),
            licence_owner=fleet.name,
            plate_fingerprint=fingerprint(a_plate(number), purpose="plate"),
            vin_fingerprint=fingerprint(a_vin(number), purpose="vin"),
            model="比亚迪秦EV",
            added_at=NOW,
            ordinal=number,
        )
        for number in range(first, first + cars)
    )


def join_as(role: str, owner: Owner, fleet: FleetAccount) -> Membership:
    """Make an owner a member of a fleet."""
    FleetMember.objects.create(fleet=fleet, owner=owner, role=role, invited_at=NOW, joined_at=NOW)
    return find_membership(fleet.pk, owner=owner)
