"""Taking the person out of a receipt when its time is over.

1. Owner, plate and VIN are emptied in what it says, as is why it replaced another; batteries,
   outlet, dates and sums stay.
2. What is left says when that was done and is signed anew. The first signature goes as well: with
   it a guessed plate could be checked.
3. A paper that is about is known again by the fingerprint of its signature; checking it says that
   it is ours, and that nothing is kept any more to compare plate and VIN with.
"""

import json
from datetime import datetime

from voltbay.removals.models import Receipt
from voltbay.removals.receipts.queries import contents, paper_fingerprint
from voltbay.removals.receipts.signing import sign

OF_THE_PERSON = ("owner", "plate", "vin")


def reduce_receipt(receipt: Receipt, *, now: datetime) -> None:
    """Reduce a receipt for good; the database lets this happen once."""
    at = {"reduced_at": now.isoformat(timespec="seconds")}
    says = contents(receipt) | dict.fromkeys(OF_THE_PERSON, "") | at
    payload = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    paper = paper_fingerprint(bytes(receipt.signature))
    receipt.payload, receipt.why = payload, None
    receipt.key_id, receipt.signature = sign(payload)
    receipt.paper_fingerprint, receipt.reduced_at = paper, now
    receipt.save(
        update_fields=[
            *("payload", "why", "key_id", "signature", "paper_fingerprint", "reduced_at"),
        ]
    )
