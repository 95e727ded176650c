"""Lists, states and facts of reports in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.traceability.queries import State

LISTS: dict[str, Any] = {
    "in": _("taken in"),
    "out": _("handed over"),
    "uncoded_in": _("taken in, without a code"),
    "uncoded_out": _("handed over, without a code"),
    "reused_in": _("taken in, second life"),
    "reused_out": _("handed over, second life"),
}
STATES: dict[str, Any] = {
    State.OWED: _("To be reported"),
    State.LATE: _("Late"),
    State.INCOMPLETE: _("Incomplete"),
    State.CORRECTION: _("Correction owed"),
    State.REPORTED: _("Reported"),
}
FACTS: dict[str, Any] = {
    "sort": _("list"),
    "car_maker": _("car maker"),
    "code": _("battery code"),
    "own_number": _("our label"),
    "no_code_reason": _("why there is no code"),
    "product": _("kind"),
    "chemistry": _("type"),
    "maker": _("maker of the battery"),
    "energy_kwh": _("energy, kWh"),
    "mass_kg": _("mass, kg"),
    "printed_serial": _("printed serial"),
    "former_codes": _("codes from before"),
    "stored_date": _("taken in on"),
    "left_date": _("handed over on"),
    "receiver_name": _("receiver"),
    "receiver_code": _("receiver's credit code"),
    "outlet_name": _("outlet"),
    "company_name": _("company"),
    "company_code": _("company's credit code"),
    "vin": _("VIN"),
    "vin_corrected": _("corrections of the VIN"),
}
