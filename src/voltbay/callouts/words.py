"""What staff read about call-outs, in the language of their page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.callouts.lifecycle import State
from voltbay.callouts.rules import Kind
from voltbay.callouts.triage import Charge, Sign

KINDS: dict[str, Any] = {
    Kind.DANGER: _("dangerous battery"),
    Kind.TOW: _("tow to the outlet"),
    Kind.ON_SITE: _("removal on site"),
}
CALL_OUT_STATES: dict[str, Any] = {
    State.ASKED: _("not answered yet"),
    State.ACCEPTED: _("accepted"),
    State.DECLINED: _("declined"),
    State.WITHDRAWN: _("withdrawn by the owner"),
    State.LAPSED: _("lapsed: nobody answered"),
    State.DONE: _("done"),
}
MISSED = _("nobody answered in time; the owner was told to ring you")
SIGNS: dict[str, Any] = {
    Sign.SWELLING: _("swelling"),
    Sign.LEAK: _("leak"),
    Sign.SMOKE: _("smoke or heat"),
    Sign.SMELL: _("unusual smell"),
    Sign.WATER: _("was under water"),
    Sign.CRASH: _("crash damage"),
}
CHARGES: dict[str, Any] = {
    Charge.ABOVE: _("above 30 %"),
    Charge.BELOW: _("30 % or less"),
    Charge.UNKNOWN: _("not known"),
}
