"""Asking whether a number is new to who confirms, as the card is of nobody the account knows.

Somebody who has a number since less than 90 days, or an old session, must not go on with the
account of who had it before. The question is not kept: it is a keyed hash of the hold and the card,
so that it answers for nothing else. Whoever is confirmed is known to the account from then on.
"""

import hmac
from base64 import urlsafe_b64encode
from uuid import UUID

from voltbay.bookings.errors import AnotherPerson
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.documents import RecognisedDocuments
from voltbay.bookings.rules import Person, is_another_person
from voltbay.core.keys import fingerprint
from voltbay.core.rows import Columns, ask

LOOKED_AT = 50  # the newest; who was there long before is asked once more
PERSON = Columns(Booking, only={"id", "identity_number", "name", "relation", "licence_owner"})
# A company's contact, in a block, is nobody who has the phone.
KNOWN = f"""
WITH proven AS MATERIALIZED (
    SELECT COALESCE(phone_proven_at, created_at) AS at FROM accounts_owner
    WHERE id = %(owner)s AND phone_fingerprint IS NOT NULL
)
SELECT {PERSON.select("booking")} FROM bookings_booking AS booking, proven
WHERE owner_id = %(owner)s AND name IS NOT NULL AND block_id IS NULL
  AND (identity_number IS NOT NULL OR created_at <= proven.at)
ORDER BY created_at DESC LIMIT {LOOKED_AT}
"""  # noqa: S608  # our own names


def check_person(
    booking: Booking,
    documents: RecognisedDocuments,
    *,
    identity_card: UUID,
    relation: str,
    question: str,
) -> None:
    """Raise AnotherPerson, unless the person is known or the owner answered for this card."""
    if question and answers(question, booking, identity_card=identity_card):
        return
    if is_another_person(_on_card(documents, relation=relation), _known(booking)):
        raise AnotherPerson(question_of(booking, identity_card=identity_card))


def question_of(booking: Booking, *, identity_card: UUID) -> str:
    """Return what the answer brings back: 43 characters."""
    asked = f"{booking.pk} {booking.owner_id} {identity_card}"
    return urlsafe_b64encode(fingerprint(asked, purpose="another_person")).rstrip(b"=").decode()


def answers(question: str, booking: Booking, *, identity_card: UUID) -> bool:
    """Tell whether this was asked of this hold and this card."""
    return hmac.compare_digest(question, question_of(booking, identity_card=identity_card))


def _on_card(documents: RecognisedDocuments, *, relation: str) -> Person:
    card, licence = documents.identity, documents.licence
    return _person(card["number"], card["name"], relation, licence["owner"])


def _known(booking: Booking) -> list[Person]:
    """Return whom the account's appointments were for, if it has a phone to lose.

    A hold that lapsed names nobody. A desk enters no identity number, and whatever a caller says:
    what it entered since the phone was proven may be of the new holder.
    """
    opened = [PERSON.read(row) for row in ask(KNOWN, {"owner": booking.owner_id})]
    return [
        _person(each.identity_number, each.name or "", each.relation, each.licence_owner)
        for each in opened
    ]


def _person(number: str | None, name: str, relation: str, licence_owner: str | None) -> Person:
    of_company = relation == Booking.Relation.COMPANY
    return Person(name, number, licence_owner if of_company else None)
