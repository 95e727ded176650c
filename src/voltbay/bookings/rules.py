"""What decides about bookings, computed without the database. Pure."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voltbay.bookings.errors import DocumentsDisagree
from voltbay.bookings.lifecycle import AT_THE_OUTLET, State
from voltbay.core.local_time import day_bounds, local_date
from voltbay.identifiers.name import is_comparable, is_part_of_name, is_same_name
from voltbay.recognition.reading.words.known import may_be_read_as
from voltbay.recognition.reading.words.traditional import simplified

HOLD = timedelta(minutes=15)  # two photo uploads on a slow network, and a long address
# While photos wait to be read a hold goes on, and so long after the last: to look at what was read,
# and for a name and a phone. In all for three holds: photo after photo must not keep a place.
TO_CONFIRM = timedelta(minutes=5)
LONGEST_HOLD = 3 * HOLD
FIRST_ORDINAL = 1  # of an owner's holds
HOLDS_AT_A_TIME = 3  # comparing a few times is fine, emptying an outlet's day is not
# Somebody who compares lets three go, or a few more if visits are interrupted. Beyond it the wait
# doubles from a quarter of an hour: seventeen holds a day at most, where there were 288.
LET_GO_FREELY = 10
LET_GO_COUNTS = timedelta(days=1)
DECIDE_AHEAD = timedelta(hours=24)  # then an undecided booking is urgent: its owner has to plan
# How long an outlet may still finish what lies open; its staff are told every day of it.
LEFT_OPEN_FOR = timedelta(days=14)
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing to mix up on a telephone
CODE_MARK, CODE_LENGTH = "VB", 8  # 32**8: not to be guessed
QR_PREFIX = "booking:"  # tells our codes from whatever else a desk's scanner sees
# What a scanner looks for, in either case: the code alone is the group.
CODE_PATTERN = rf"^(?:{QR_PREFIX})?({CODE_MARK}[0-9A-Z]{{{CODE_LENGTH}}})$"

NEEDS_NO_REVIEW = "self"
DIFFERS = {  # field that was read -> entry that does not fit it, and why
    "name": ("name", "name_differs_from_card"),
    "owner": ("vehicle_licence", "owner_differs_from_card"),
}
DECIDING = frozenset({"number", "plate", "vin"})  # beside the name, which is typed as well


def new_code() -> str:
    """Make a booking's code, to be read out loud: the mark and eight unmistakable characters."""
    drawn = secrets.token_bytes(CODE_LENGTH)  # 32 letters divide 256: none comes more often
    return CODE_MARK + "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in drawn)


def code_in(text: str) -> str:
    """Return the booking's code in what was typed or scanned.

    >>> code_in(" Booking:vb0123abcd "), code_in("VB0123ABCD")
    ('VB0123ABCD', 'VB0123ABCD')
    """
    return text.strip().upper().removeprefix(QR_PREFIX.upper())


def free_ordinal(used: set[int]) -> int | None:
    """Return the lowest number that none of an owner's holds has, or None if all are used.

    >>> free_ordinal({1, 3}), free_ordinal({1, 2, 3})
    (2, None)
    """
    return next(
        (n for n in range(FIRST_ORDINAL, FIRST_ORDINAL + HOLDS_AT_A_TIME) if n not in used), None
    )


def hold_again_at(let_go: Sequence[datetime]) -> datetime | None:
    """Return when the next hold is possible, or None if it is at once.

    `let_go` is when the bookings of the last day began that lapsed or were cancelled. After as
    many as somebody needs to find a time, each keeps its owner waiting twice as long as the last.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 4, 7, 9, tzinfo=UTC)
    >>> hold_again_at([nine] * 9), str(hold_again_at([nine] * 11))
    (None, '2026-04-07 09:30:00+00:00')
    """
    beyond = len(let_go) - LET_GO_FREELY
    if beyond < 0:
        return None
    wait: timedelta = HOLD * 2**beyond
    return max(let_go) + min(wait, LET_GO_COUNTS)


def change_until(starts_at: datetime, *, hours: int) -> datetime:
    """Return the instant until which an owner may cancel or move a booking."""
    return starts_at - timedelta(hours=hours)


def day_is_over_at(starts_at: datetime) -> datetime:
    """Return the end of an appointment's day in the mainland.

    >>> from datetime import UTC
    >>> str(day_is_over_at(datetime(2026, 4, 8, 1, tzinfo=UTC)))
    '2026-04-08 16:00:00+00:00'
    """
    return day_bounds(local_date(starts_at))[1]


def runs_out_at(state: State, starts_at: datetime) -> datetime:
    """Return from when time alone ends a live booking; a hold has its own end.

    Who is undecided or expected may come until the day is over; what lies open at the outlet has
    two weeks more, as a battery may be out already and its record must not be lost.
    """
    over = day_is_over_at(starts_at)
    return over + LEFT_OPEN_FOR if state in AT_THE_OUTLET else over


def last_bookable(now: datetime, *, days: int) -> datetime:
    """Return the instant after which nothing can be booked yet."""
    return now + timedelta(days=days)


def check_agreement(
    *,
    typed_name: str,
    identity: Mapping[str, str],
    licence: Mapping[str, str],
    relation: str,
    doubtful: Collection[str] = (),
) -> set[str]:
    """Check that the typed name, the card and the licence belong together.

    Returns the fields that differ and may be misread: a person compares those with the papers. For
    a company's or a relative's car the licence names somebody else; people review that anyway. So
    do they where the licence has a Chinese name of somebody whose card has letters only, and where
    it has fewer words of a foreign name. Traditional characters are as good as those that papers
    of the mainland print.
    Raises DocumentsDisagree with the entries that surely do not fit.
    """
    names = [typed_name, identity["name"], identity.get("chinese_name", "")]
    differing = {
        "name": not _is_one_of(names[1:], typed_name),
        "owner": relation == NEEDS_NO_REVIEW and not _is_one_of(names, licence["owner"]),
    }
    read = {"name": identity["name"], "owner": licence["owner"]}
    held_against = {"name": typed_name, "owner": licence["owner"]}
    differ = {name for name, differs in differing.items() if differs}
    unsure = {
        one
        for one in differ
        if one in doubtful
        or may_be_read_as(simplified(typed_name), simplified(read[one]))
        or _is_of_doubtful_name(held_against[one], identity, doubtful)
    }
    if "owner" in differ and _is_for_a_person_to_tell(licence["owner"], [*filter(None, names)]):
        unsure.add("owner")
    if differ - unsure:
        raise DocumentsDisagree(fields=dict(DIFFERS[one] for one in differ - unsure))
    return unsure


def _is_of_doubtful_name(name: str, identity: Mapping[str, str], doubtful: Collection[str]) -> bool:
    """Tell whether a name in Han characters was held against one that may be misread."""
    chinese = identity.get("chinese_name", "")
    return bool(chinese) and "chinese_name" in doubtful and is_comparable(name, chinese)


def _is_for_a_person_to_tell(owner: str, names: Sequence[str]) -> bool:
    comparable = any(is_comparable(owner, one) for one in names)
    return not comparable or any(is_part_of_name(owner, one) for one in names)


def _is_one_of(names: Iterable[str], name: str) -> bool:
    return any(is_same_name(simplified(name), simplified(one)) for one in names)


@dataclass(frozen=True)
class Person:
    """Whom an appointment is for, as the card says; a desk enters no identity number.

    `company` is the company that the licence named, if the car is a company's.
    """

    name: str
    number: str | None = None
    company: str | None = None


def is_another_person(person: Person, known: Iterable[Person]) -> bool:
    """Tell whether nothing shows that an account's appointments were for this person before.

    Who books for the first time is nobody else. The identity number decides where both have one,
    as namesakes are many; the name where a desk entered no number. People of one company come with
    its cars in turn.

    >>> wang, li = Person("王伟", "A"), Person("李雷", "B")
    >>> is_another_person(li, []), is_another_person(li, [wang]), is_another_person(li, [wang, li])
    (False, True, False)
    """
    known = list(known)
    return bool(known) and not any(_may_be(person, each) for each in known)


def _may_be(person: Person, before: Person) -> bool:
    if person.company and person.company == before.company:
        return True
    if person.number and before.number:
        return person.number == before.number
    return person.name == before.name


def needs_review(
    *,
    relation: str,
    doubtful: set[str],
    checked: set[str],
    differing: Collection[str] = (),
    by_hand: Collection[str] = (),
    fleet: bool = False,
) -> bool:
    """Tell whether a person must look before the booking stands.

    A doubt is settled by the owner who compared the field with the document and says so. A doubt
    about the name is settled by the typed one, unless it differs. What was typed and not read is
    settled by nobody else than that person. A car of a fleet that the owner is in needs no review
    for being a company's.

    >>> needs_review(relation="self", doubtful={"vin"}, checked=set())
    True
    >>> needs_review(relation="self", doubtful={"vin"}, checked={"vin"})
    False
    >>> needs_review(relation="self", doubtful={"name"}, checked=set(), differing={"name"})
    True
    """
    unsettled = (doubtful & DECIDING) - checked
    anothers = relation != NEEDS_NO_REVIEW and not fleet
    return anothers or any(map(bool, (unsettled, differing, by_hand)))


def is_near(starts_at: datetime, *, now: datetime) -> bool:
    """Tell whether an appointment that nobody has decided about is near, or has begun."""
    return starts_at - now < DECIDE_AHEAD


def bookable_at_desk(starts_at: datetime, ends_at: datetime, *, now: datetime) -> bool:
    """Tell whether a slot is running: the desk may use it for somebody who is there."""
    return starts_at <= now < ends_at
