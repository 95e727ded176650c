"""What corrections and requests are called, for staff."""

from django.utils.translation import gettext_lazy as _

from voltbay.rights.models import Correction, Field, Paper, RightsRequest

FIELDS = {
    Field.NAME: _("Name"),
    Field.PHONE: _("Mobile number"),
    Field.PLATE: _("Plate"),
    Field.VIN: _("VIN"),
}
PAPERS = {
    Paper.IDENTITY_CARD: _("identity document"),
    Paper.VEHICLE_LICENCE: _("vehicle licence"),
    Paper.HOUSEHOLD_REGISTER: _("household register"),
    Paper.BIRTH_CERTIFICATE: _("birth certificate"),
    Paper.POWER_OF_ATTORNEY: _("power of attorney"),
    Paper.DEATH_CERTIFICATE: _("death certificate"),
    Paper.KINSHIP_CERTIFICATE: _("certificate of kinship"),
    Paper.COURT_PAPER: _("court's or notary's paper"),
    Paper.OTHER: _("another paper, named in words"),
}
CORRECTION_STATES = {
    Correction.State.ASKED: _("asked, not answered yet"),
    Correction.State.DONE: _("corrected"),
    Correction.State.REFUSED: _("refused"),
}
RELATIONS = {
    RightsRequest.Relation.GUARDIAN_OF_CHILD: _("parent or guardian of a child under fourteen"),
    RightsRequest.Relation.GUARDIAN: _("parent or guardian of somebody under eighteen"),
    RightsRequest.Relation.REPRESENTATIVE: _("representative with a power of attorney"),
    RightsRequest.Relation.HEIR: _("near relative of somebody who has died"),
}
ASKS = {
    RightsRequest.Asks.COPY: _("see or get a copy of the data"),
    RightsRequest.Asks.CORRECT: _("correct something"),
    RightsRequest.Asks.WITHDRAW: _("take back every consent"),
    RightsRequest.Asks.CLOSE: _("close the account"),
    RightsRequest.Asks.TAKE_PART: _("take part in a booking"),
}
REQUEST_STATES = {
    RightsRequest.State.OPEN: _("not decided yet"),
    RightsRequest.State.GRANTED: _("granted"),
    RightsRequest.State.REFUSED: _("refused"),
}
# Which papers prove what, as the desk is told. No rule was seen that lists them: our choice.
PROVEN_BY = {
    RightsRequest.Relation.GUARDIAN_OF_CHILD: _(
        "guardian's identity document; household register or birth certificate"
    ),
    RightsRequest.Relation.GUARDIAN: _(
        "guardian's identity document; household register, birth certificate or court's paper"
    ),
    RightsRequest.Relation.REPRESENTATIVE: _(
        "representative's identity document; power of attorney, signed; owner's identity document"
    ),
    RightsRequest.Relation.HEIR: _(
        "relative's identity document; death certificate; certificate of kinship or household "
        "register"
    ),
}
