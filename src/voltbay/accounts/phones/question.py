"""Asking whose an account is: a question waits under a token until it is answered, once.

Only the token's SHA-256 is kept. A try is counted before it is looked at, by a conditional update:
of tries sent at the same time no more than five are looked at. A newer question goes on counting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from voltbay.accounts.models import Agreement, Owner, PhoneQuestion
from voltbay.accounts.phones.errors import PhoneInQuestion, ProofTriedTooOften, QuestionExpired
from voltbay.core.tokens import new_token, token_hash

LASTS = timedelta(minutes=15)  # to find a licence in the car
TRIES = 5  # of ten thousand endings; for good, as a new code costs a stranger nothing


@dataclass(frozen=True)
class Waiting:
    """What is done once it is clear whose the phone is."""

    agreements: Sequence[Agreement] = field(default_factory=list)
    openid: str | None = None
    mover: Owner | None = None


def ask(owner: Owner, waiting: Waiting, *, now: datetime) -> PhoneInQuestion:
    """Return the refusal that asks whether this is the account of who proved the phone.

    To be raised outside a transaction, or the question is lost.
    """
    token = new_token()
    question, _ = PhoneQuestion.objects.update_or_create(
        owner=owner,
        defaults={
            "token_hash": token_hash(token),
            "expires_at": now + LASTS,
            "agreements": [agreement.pk for agreement in waiting.agreements],
            "openid": waiting.openid,
            "mover": waiting.mover,
        },
    )
    return PhoneInQuestion(
        token,
        tries_left=TRIES - question.tries,
        expires_in_seconds=int(LASTS.total_seconds()),
    )


def count_a_try(token: str, *, now: datetime) -> PhoneQuestion:
    """Return the question after counting one more try.

    Call it outside a transaction that may roll back. Raises QuestionExpired or ProofTriedTooOften.
    """
    standing = _standing(token, mover=None, now=now)
    if not standing.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        if standing.exists():
            raise ProofTriedTooOften
        raise QuestionExpired
    return standing.select_related("owner").get()


def take(token: str, *, mover: Owner | None = None, now: datetime) -> PhoneQuestion:
    """Take the question away, to be answered now. Needs a transaction. Raises QuestionExpired.

    One that was asked of who is signed in is answered by who is signed in, and no other is.
    """
    standing = _standing(token, mover=mover, now=now)
    question = standing.select_for_update(of=("self",)).select_related("owner").first()
    if question is None:
        raise QuestionExpired
    forget_questions(question.owner)
    return question


def forget_questions(owner: Owner) -> None:
    """Void what was asked about an owner's phone, as it has another one, or was proven."""
    PhoneQuestion.objects.filter(owner=owner).delete()


def _standing(token: str, *, mover: Owner | None, now: datetime) -> QuerySet[PhoneQuestion]:
    return PhoneQuestion.objects.filter(
        token_hash=token_hash(token), expires_at__gt=now, mover=mover
    )
