"""Which papers a desk looks at, what it can find, and what follows for the car. Pure."""

from collections.abc import Mapping
from enum import StrEnum

OWN_CAR = "self"


class Original(StrEnum):
    """What is brought, in the original. An identity card may be another paper of identity."""

    IDENTITY_CARD = "identity_card"
    VEHICLE_LICENCE = "vehicle_licence"
    REGISTRATION_CERTIFICATE = "registration_certificate"  # 机动车登记证书
    TEMPORARY_PLATE = "temporary_plate"  # 临时行驶车号牌
    DEREGISTRATION_CERTIFICATE = "deregistration_certificate"  # 机动车注销证明书
    AUTHORISATION = "authorisation"  # of the company or the relative whose car it is


class Verdict(StrEnum):
    """What somebody found who looked at a paper, or decided about one that did not agree."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MISSING = "missing"
    LET_PASS = "let_pass"  # noqa: S105  # a manager lets the car in all the same


class NoPlate(StrEnum):
    """Why a car bears no ordinary plate."""

    TEMPORARY = "temporary"  # a temporary one, whose number is known
    NOT_PLATED = "not_plated"  # none was issued, or it is lost or given back
    DEREGISTERED = "deregistered"
    TO_BE_SCRAPPED = "to_be_scrapped"  # plate and licence were given back for scrapping


SETTLES = (Verdict.AGREES, Verdict.LET_PASS)
NEEDS_NOTE = (Verdict.DIFFERS, Verdict.LET_PASS)
CAR_PAPER = {
    "": Original.VEHICLE_LICENCE,
    NoPlate.TEMPORARY: Original.TEMPORARY_PLATE,
    NoPlate.NOT_PLATED: Original.REGISTRATION_CERTIFICATE,
    NoPlate.DEREGISTERED: Original.DEREGISTRATION_CERTIFICATE,
    NoPlate.TO_BE_SCRAPPED: Original.REGISTRATION_CERTIFICATE,
}
WITHOUT_NUMBER = tuple(why for why in NoPlate if why != NoPlate.TEMPORARY)
GOES_TO_SCRAP = (NoPlate.DEREGISTERED, NoPlate.TO_BE_SCRAPPED)
LEAVES_IT_INCOMPLETE = ("kept", "to_be_scrapped")


def originals_for(relation: str, no_plate: str = "") -> list[Original]:
    """Return the papers that a booking rests on: of the person, of the car, and who allowed it.

    >>> [paper.value for paper in originals_for("self")]
    ['identity_card', 'vehicle_licence']
    >>> [paper.value for paper in originals_for("company", "temporary")]
    ['identity_card', 'temporary_plate', 'authorisation']
    """
    always = [Original.IDENTITY_CARD, CAR_PAPER[no_plate]]
    return always if relation in ("", OWN_CAR) else [*always, Original.AUTHORISATION]


def in_the_way(needed: list[Original], seen: Mapping[str, str]) -> list[Original]:
    """Return the papers that were not seen or do not agree; `seen` holds the newest verdicts.

    >>> in_the_way(originals_for("self"), {"identity_card": "agrees"})
    [<Original.VEHICLE_LICENCE: 'vehicle_licence'>]
    """
    return [paper for paper in needed if seen.get(paper) not in SETTLES]


def will_be_incomplete(car_after: str, no_plate: str = "") -> bool:
    """Tell whether the car counts as incomplete once it is scrapped, as its battery is gone.

    Its owner is told before the removal. Source: MIIT order 73, article 21.

    >>> will_be_incomplete("battery_replaced"), will_be_incomplete("", "deregistered")
    (False, True)
    """
    return car_after in LEAVES_IT_INCOMPLETE or no_plate in GOES_TO_SCRAP
