"""Refusals about companies and outlets."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class CompanyUnknown(NotFound):
    """There is no such company, or it is not shown to owners."""

    code = "company_unknown"


class OutletUnknown(NotFound):
    """There is no such outlet, or it is not shown to owners."""

    code = "outlet_unknown"


class FilterUnknown(Invalid):
    """What the list is to be narrowed to does not exist; `fields` says which filter and why."""

    code = "filter_unknown"


class OverrideNeedsReason(Invalid):
    """The credit code's check fails, and nobody has said why it is right all the same."""

    code = "credit_code_needs_reason"


class CoordinatesSwapped(Invalid):
    """Latitude and longitude stand in each other's place."""

    code = "coordinates_swapped"


class CoordinatesOutsideChina(Invalid):
    """The position is not in China, wherever it is."""

    code = "coordinates_outside_china"


class HoursOverlap(Invalid):
    """Two stretches of one weekday cover the same time."""

    code = "hours_overlap"


class ClosureIncomplete(Invalid):
    """A closure needs a first and a last day from today on, within a year, and a reason."""

    code = "closure_incomplete"


class OpenDayWrong(Invalid):
    """An extra opening day lies within a year from today and is worked as some weekday."""

    code = "open_day_wrong"


class HoursWrong(Invalid):
    """A row of the week is incomplete, ends before it begins, or has no bay."""

    code = "hours_wrong"


class ServiceWrong(Invalid):
    """A service lacks a name of its own, its slots or its bays."""

    code = "service_wrong"


class UnknownOpening(NotFound):
    """The closure, day or service is not there any more, or not this outlet's."""

    code = "opening_unknown"


class TechnicianUnknown(NotFound):
    """The technician or the leave is not there any more, or not of this outlet."""

    code = "technician_unknown"


class TechnicianWrong(Invalid):
    """A technician needs a name and the last day of a certificate, at most ten years ahead."""

    code = "technician_wrong"


class TechnicianNamesake(Invalid):
    """Somebody of this outlet's list has the name already."""

    code = "technician_namesake"


class ShiftWrong(Invalid):
    """A shift is incomplete or ends before it begins; `row` says which."""

    code = "shift_wrong"


class LeaveWrong(Invalid):
    """Leave needs somebody, and a first and a last day from today on, within a year."""

    code = "leave_wrong"


class TimeRulesWrong(Invalid):
    """Notice or bays kept for the desk are no numbers, or beyond what is sensible."""

    code = "time_rules_wrong"


class FileTooLong(Invalid):
    """A file to import has more bytes than `limit_kb` thousands."""

    code = "import_file_too_long"


class FileUnreadable(Invalid):
    """A file to import is neither CSV in UTF-8 or GBK nor XLSX."""

    code = "import_file_unreadable"


class FileTooCostly(Invalid):
    """A file to import takes more time or memory to read than is given to it."""

    code = "import_file_too_costly"


class FileLocked(Invalid):
    """A file to import asks for a password, or is a workbook of before 2007."""

    code = "import_file_locked"


class FileEmpty(Invalid):
    """A file to import has no row below its headings."""

    code = "import_file_empty"


class RowsTooMany(Invalid):
    """A file to import has more rows than `limit`."""

    code = "import_rows_too_many"


class ColumnsMissing(Invalid):
    """Columns that are needed are not there; `columns` names them."""

    code = "import_columns_missing"


class ColumnsUnknown(Invalid):
    """There are headings that nothing is known about, or twice the same; `columns` names them."""

    code = "import_columns_unknown"


class ImportStale(Conflict):
    """What was shown before is too old, or what it would do has changed since."""

    code = "import_stale"
