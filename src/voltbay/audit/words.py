"""What was looked at, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voltbay.audit.models import View

SEEN: dict[str, Promise] = {
    View.Of.BOOKING: _("full name and numbers"),
    View.Of.OWNER: _("full name and phone number"),
    View.Of.CALL_OUT: _("phone, place and photo of a call-out"),
    View.Of.SEARCH: _("search for a person"),
}
PHOTOS: dict[str, Promise] = {
    "identity_card": _("photo of the identity card"),
    "foreigner_card": _("photo of the permanent resident card"),
    "vehicle_licence": _("photo of the vehicle licence"),
}


def looked_at(of: View.Of, document_kind: str) -> Promise:
    """Say what was looked at; a paper without words of its own is a paper."""
    if of == View.Of.PHOTO:
        return PHOTOS.get(document_kind, _("photo of a paper"))
    return SEEN[of]
