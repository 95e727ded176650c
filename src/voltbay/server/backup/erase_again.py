"""What was erased after a backup was made is erased again in what was restored from it.

The list is `erasures.json` beside the backups: the worker writes it there every ten minutes. What
timers erase is not in it, as the same timers find it again.
"""

from collections.abc import Callable
from datetime import datetime

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.bookings.close_account import RemovalUnderWay, close_account
from voltbay.erasures.models import Erasure
from voltbay.erasures.note import note_erasure
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.models import Document
from voltbay.server.backup import place
from voltbay.server.backup.lies_in import Place


def write_list(into: Place) -> int:
    """Write all that was erased beside the backups; return how many."""
    noted = list(Erasure.objects.order_by("id").values_list("subject", "subject_id", "at"))
    rows = [{"subject": s, "id": i, "at": at.isoformat()} for s, i, at in noted]
    place.write_json(into, place.ERASURES, rows)
    return len(rows)


def erase_again(listed: list[dict[str, str]]) -> int:
    """Erase what the list names and the database has still; return how many. Safe to repeat."""
    known = set(Erasure.objects.values_list("subject", "subject_id"))
    again = [each for each in listed if (each["subject"], each["id"]) not in known]
    for each in again:
        at = datetime.fromisoformat(each["at"])
        AGAIN[Erasure.Subject(each["subject"])](each["id"], at)
        note_erasure(Erasure.Subject(each["subject"]), each["id"], now=at)
    return len(again)


def _owner(owner_id: str, at: datetime) -> None:
    owner = Owner.objects.filter(pk=owner_id, closed_at=None).first()
    if owner is None:
        return
    try:
        close_account(owner=owner, now=at)
    except RemovalUnderWay:  # as of the backup the car was still there; its record stays
        erase_owner(owner=owner, now=at)


def _document(document_id: str, at: datetime) -> None:
    for document in Document.objects.filter(pk=document_id):
        drop_photo(document.photo)
        document.delete()


AGAIN: dict[Erasure.Subject, Callable[[str, datetime], None]] = {
    Erasure.Subject.OWNER: _owner,
    Erasure.Subject.DOCUMENT: _document,
}
