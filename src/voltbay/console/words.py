"""Steps, batteries and what refuses a photo in words; `bookings.words` has those of bookings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.removals.rules import Hazard, NoCode, Step

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
NO_CODE: dict[str, Any] = {
    NoCode.OLD: _("made before February 2018"),
    NoCode.GONE: _("the label is gone"),
    NoCode.UNREADABLE: _("the label cannot be read"),
    NoCode.IMPORTED: _("imported, without a national code"),
}
PRODUCTS: dict[str, Any] = {"P": _("pack"), "M": _("module"), "C": _("cell")}
CHEMISTRIES: dict[str, Any] = {
    "": _("unknown"),
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
    "business_licence": _("business licence"),
    "car_invoice": _("invoice of a car"),
    "conformity_certificate": _("car maker's certificate"),
    "covered": _("covered by a finger or a thing"),
    "cut_off": _("cut off"),
    "date_in_future": _("date in the future"),
    "driving_licence": _("driving licence"),
    "electronic_identity_card": _("electronic identity card"),
    "electronic_licence": _("electronic licence"),
    "emblem_side": _("emblem side"),
    "exit_permit": _("permit to Hong Kong, Macao or Taiwan"),
    "field_unreadable": _("a field is unreadable"),
    "foreigner_card_back": _("back of a permanent resident card"),
    "foreigner_number_check": _("card number fails its check"),
    "glare": _("glare"),
    "household_register": _("household register"),
    "insurance_policy": _("insurance policy"),
    "licence_second_page": _("second page"),
    "mirrored": _("mirrored"),
    "not_a_foreigner_card": _("no permanent resident card"),
    "not_a_vehicle_licence": _("no vehicle licence"),
    "not_an_identity_card": _("no identity card"),
    "number_fails_check": _("number fails its check"),
    "other_car_paper": _("another paper of a car"),
    "other_certificate": _("another certificate"),
    "passport": _("passport"),
    "photo_of_screen": _("photo of a screen"),
    "reading_failed": _("the reading failed"),
    "registration_certificate": _("registration certificate"),
    "residence_permit": _("residence permit"),
    "residence_permit_back": _("back of a residence permit"),
    "several_cards": _("several cards"),
    "temporary_plate": _("temporary plate"),
    "too_blurred": _("blurred"),
    "too_dark": _("too dark"),
    "too_noisy": _("too noisy"),
    "too_small": _("too small"),
    "too_tilted": _("too tilted"),
    "travel_permit": _("travel permit to the mainland"),
    "under_fourteen": _("under fourteen"),
    "vin_fails_check": _("VIN fails its check"),
}
