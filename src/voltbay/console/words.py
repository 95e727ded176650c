"""States, people and reasons in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.bookings.desk.change import Why
from voltbay.bookings.lifecycle import State
from voltbay.removals.rules import Hazard, Step

STATES: dict[str, Any] = {
    State.HELD: _("held"),
    State.IN_REVIEW: _("in review"),
    State.CONFIRMED: _("confirmed"),
    State.CHECKED_IN: _("checked in"),
    State.REMOVING: _("removing"),
    State.COMPLETED: _("completed"),
    State.CANCELLED: _("cancelled"),
    State.EXPIRED: _("expired"),
    State.NO_SHOW: _("no-show"),
}
ACTORS: dict[str, Any] = {"owner": _("owner"), "staff": _("staff"), "system": _("system")}
WHYS: dict[str, Any] = {
    Why.OWNER_ASKED: _("the owner asked for it"),
    Why.OUTLET_CLOSED: _("the outlet is closed"),
    Why.HOURS_CHANGED: _("opening hours changed"),
    Why.SERVICE_CHANGED: _("the service changed"),
    Why.BAY_OUT_OF_ORDER: _("a bay is out of order"),
    Why.STAFF_SHORT: _("too few staff"),
    Why.STORAGE_FULL: _("storage is full"),
    Why.UNFIT: _("the car cannot be worked on"),
    Why.OTHER: _("another reason"),
}
MOVE_WHYS: dict[str, Any] = {
    **WHYS,
    "dropped": _("the hold was dropped"),
    "cancelled": _("cancelled by the owner"),
    "rescheduled": _("moved to another time"),
    "refitted": _("its length or bays changed with the service"),
    "accepted": _("accepted in review"),
    "refused": _("refused in review"),
    "walk_in": _("walk-in"),
    "telephone": _("by telephone"),
    "account_closed": _("the owner closed the account"),
}
RELATIONS: dict[str, Any] = {
    "self": _("own car"),
    "company": _("a company's car"),
    "relative": _("a relative's car"),
}
CAR_AFTER: dict[str, Any] = {
    "battery_replaced": _("a new battery is put in"),
    "kept": _("kept without battery"),
    "to_be_scrapped": _("to be scrapped"),
}
STEPS: dict[str, Any] = {
    Step.INSPECT: _("Inspect"),
    Step.ISOLATE: _("Isolate"),
    Step.REMOVE: _("Take out"),
    Step.WEIGH: _("Weigh"),
    Step.PACK: _("Pack up"),
}
HAZARDS: dict[str, Any] = {
    Hazard.LEAK: _("leak"),
    Hazard.SWELLING: _("swelling"),
    Hazard.SMOKE: _("smoke or heat"),
    Hazard.WATER: _("was under water"),
    Hazard.CRASH: _("crash damage"),
}
PRODUCTS: dict[str, Any] = {"P": _("pack"), "M": _("module"), "C": _("cell")}
CHEMISTRIES: dict[str, Any] = {
    "A": _("nickel metal hydride"),
    "B": _("lithium iron phosphate"),
    "C": _("lithium manganese oxide"),
    "D": _("lithium cobalt oxide"),
    "E": _("ternary lithium"),
    "F": _("supercapacitor"),
    "G": _("lithium titanate"),
    "Z": _("other"),
}
# What refuses a photo, shortly; the sentences beside the API say what to do about it.
PHOTO_PROBLEMS: dict[str, Any] = {
    "bank_card": _("bank card"),
    "black_and_white_copy": _("black-and-white copy"),
    "cut_off": _("cut off"),
    "date_in_future": _("date in the future"),
    "driving_licence": _("driving licence"),
    "emblem_side": _("emblem side"),
    "field_unreadable": _("a field is unreadable"),
    "glare": _("glare"),
    "licence_second_page": _("second page"),
    "not_a_vehicle_licence": _("no vehicle licence"),
    "not_an_identity_card": _("no identity card"),
    "number_fails_check": _("number fails its check"),
    "photo_of_screen": _("photo of a screen"),
    "reading_failed": _("the reading failed"),
    "several_cards": _("several cards"),
    "too_blurred": _("blurred"),
    "too_dark": _("too dark"),
    "too_small": _("too small"),
    "under_fourteen": _("under fourteen"),
    "vin_fails_check": _("VIN fails its check"),
}
