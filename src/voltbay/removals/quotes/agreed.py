"""Whether owner and outlet agree on the price, before batteries become the outlet's."""

from voltbay.removals.errors import QuoteOutdated, QuoteRefused, QuoteWaiting
from voltbay.removals.models import Quote, Removal
from voltbay.removals.quotes.queries import standing


def check_agreed(removal: Removal) -> None:
    """Check that no quote waits or was refused last, and that it fits the batteries.

    Where none was made, or the last was withdrawn, nothing was promised: the receipt then names no
    price. The database asks the same. Raises QuoteWaiting, QuoteRefused or QuoteOutdated.
    """
    last = standing(removal)
    if last is None:
        return
    if last.state == Quote.State.WAITING:
        raise QuoteWaiting
    if last.state == Quote.State.REFUSED:
        raise QuoteRefused
    quoted = {line.pack_id: line.mass_kg for line in last.lines.all()}
    if quoted != dict(removal.packs.values_list("pk", "mass_kg")):
        raise QuoteOutdated
