"""Refusals about fleets, their people and their cars."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound
from voltbay.limits.errors import LimitReached


class FleetUnknown(NotFound):
    """There is no such fleet account, or the owner is not a member of it."""

    code = "fleet_unknown"


class FleetKnown(Conflict):
    """A fleet account with this credit code was asked for, or exists, already."""

    code = "fleet_known"


class FleetNotApproved(Conflict):
    """The fleet account waits for the platform, or was refused or suspended."""

    code = "fleet_not_approved"


class FleetDecided(Conflict):
    """Somebody else has just decided, or nothing can be decided in this state."""

    code = "fleet_decided"


class FleetReasonMissing(Invalid):
    """The company is owed a reason, and none was given."""

    code = "fleet_reason_missing"


class RoleTooSmall(NotAllowed):
    """The member's role does not allow it."""

    code = "fleet_role_too_small"


class FleetsTooMany(LimitReached):
    """This owner asked for as many fleet accounts as there are companies to be in, for a while."""

    code = "fleets_too_many"


class InvitedTooOften(LimitReached):
    """So many were invited for this fleet today that others' phones need a rest."""

    code = "fleet_invited_too_often"


class MemberKnown(Conflict):
    """This phone is invited already, or its owner is a member."""

    code = "fleet_member_known"


class MemberUnknown(NotFound):
    """There is no such member or invitation, or it is over."""

    code = "fleet_member_unknown"


class MembersTooMany(Conflict):
    """A fleet has no more members than `limit`."""

    code = "fleet_members_too_many"


class LastManager(Conflict):
    """Somebody has to manage the fleet: name another manager first, or close the account."""

    code = "fleet_last_manager"


class VehicleUnknown(NotFound):
    """The fleet has no such car."""

    code = "fleet_vehicle_unknown"


class VehicleBooked(Conflict):
    """The car has an appointment: cancel that first."""

    code = "fleet_vehicle_booked"


class VehiclesTooMany(Conflict):
    """The list would hold more cars than `limit`."""

    code = "fleet_vehicles_too_many"


class RowRepeated(Invalid):
    """Row `number` of the file is about the same car."""

    code = "fleet_row_repeated"


class PlateTaken(Invalid):
    """Another car of the list has this plate."""

    code = "fleet_plate_taken"


class CellMissing(Invalid):
    """The cell is empty, and must not be."""

    code = "fleet_cell_missing"


class CellTooLong(Invalid):
    """The cell holds more than `limit` characters."""

    code = "fleet_cell_too_long"


class RowsWrong(Invalid):
    """Rows are wrong, so nothing was imported."""

    code = "fleet_rows_wrong"


class ListChanged(Conflict):
    """The file would do something else than was shown; nothing was imported."""

    code = "fleet_list_changed"
