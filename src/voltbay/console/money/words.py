"""What quotes and payouts are called on the staff pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.removals.models import Payout, Quote, QuoteLine

STATES: dict[str, Any] = {
    Quote.State.WAITING: _("waits for the owner"),
    Quote.State.ACCEPTED: _("accepted by the owner"),
    Quote.State.REFUSED: _("refused by the owner"),
    Quote.State.WITHDRAWN: _("withdrawn quote"),
}
ANSWERED_ON: dict[str, Any] = {
    "": "",
    Quote.AnsweredOn.TABLET: _("at the desk"),
    Quote.AnsweredOn.PHONE: _("on the owner's phone"),
}
UNITS: dict[str, Any] = {QuoteLine.Unit.KG: _("per kg"), QuoteLine.Unit.PACK: _("for the whole")}
PAYOUTS: dict[str, Any] = {
    Payout.State.OWED: _("owed"),
    Payout.State.PAID: _("paid"),
    Payout.State.FAILED: _("payment failed"),
    Payout.State.WAIVED: _("waived"),
}
WAYS: dict[str, Any] = {
    "": "–",
    Payout.Way.BANK: _("bank transfer"),
    Payout.Way.WECHAT: "WeChat",
    Payout.Way.ALIPAY: _("Alipay"),
    Payout.Way.CASH: _("cash"),
}
# Reasons that the program writes; others are people's own words.
WHYS: dict[str, Any] = {
    "replaced": _("another quote took its place"),
    "replaced by a later quote": _("a later quote was accepted"),
    "given up": _("the removal was given up"),
    "erased": _("erased: kept long enough"),
}
