"""Everything that is kept about an owner, gathered from all packages. Source: PIPL art. 45."""

from typing import Any

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.export_data import export_account
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.bookings.owner.who_looked import export_views
from voltbay.fleets.export_data import export_fleets
from voltbay.removals.quotes.queries import export_quotes
from voltbay.removals.receipts.queries import export_receipts
from voltbay.rights.queries import export_rights
from voltbay.traceability.export_data import export_reports


def copy_of(owner: Owner) -> dict[str, Any]:
    """Return an owner's copy, ready to be written as JSON. It is made now and kept nowhere."""
    return {
        **export_account(owner),
        **export_bookings(owner),
        **export_fleets(owner),
        **export_receipts(owner.pk),
        **export_quotes(owner.pk),
        **export_reports(owner.pk),
        **export_rights(owner),
        **export_views(owner),
    }
