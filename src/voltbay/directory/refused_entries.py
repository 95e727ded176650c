"""The back office's sentences for refusals of what is entered about companies and outlets."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voltbay.core.errors import Invalid

T = TypeVar("T")

SENTENCES = {
    "credit_code_malformed": _(
        "A unified social credit code has 18 characters: digits and capitals without I, O, S, V, Z."
    ),
    "credit_code_needs_reason": _(
        "The check character does not fit. Compare the code with the licence; "
        "if it was really issued like this, say so below as the reason."
    ),
    "telephone_malformed": _(
        "Enter a number that owners can call, such as 021-50001234, 400-820-8888 or 13800138000."
    ),
    "coordinates_malformed": _("Enter longitude and latitude, such as 121.478190,31.228583."),
    "coordinates_swapped": _("Longitude and latitude are swapped: exchange the two numbers."),
    "coordinates_outside_china": _("This position is not in China: pick it again on the map."),
    "hours_overlap": _("Two stretches of one weekday overlap: change when they open or close."),
    "import_file_too_long": _(
        "The file is larger than %(limit_kb)s KB. Split it and import the parts."
    ),
    "import_file_unreadable": _(
        "The file cannot be read. Save it as XLSX, or as CSV in UTF-8 or GBK, and try again."
    ),
    "import_file_empty": _(
        "There is no row below the headings. Download the template, fill it in and import it."
    ),
    "import_rows_too_many": _(
        "At most %(limit)s rows at a time. Split the file and import the parts."
    ),
    "import_columns_missing": _(
        "Columns are missing: %(columns)s. Compare the headings with the template."
    ),
    "import_columns_unknown": _(
        "Columns that are unknown or there twice: %(columns)s. Compare the headings with the "
        "template, or delete them."
    ),
    "import_stale": _(
        "The preview is too old, or companies or outlets have changed since; nothing was written. "
        "Check it again and confirm."
    ),
}


def accepted(check: Callable[[], T]) -> T:
    """Return what a rule returns; its refusal becomes an error of the form."""
    try:
        return check()
    except Invalid as refused:
        said = SENTENCES[refused.code]
        raise ValidationError(said, code=refused.code, params=refused.data) from refused
