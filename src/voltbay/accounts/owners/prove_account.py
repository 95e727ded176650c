"""Opening an account whose phone may be another person's by now, to who proves to be its owner.

1. A try is counted, then looked at: outside the transaction, so that a wrong one stays counted.
2. What waits for the answer is taken away: of two right answers one wins.
3. The phone counts as proven, and the owner comes in as by any sign-in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import Agreement, Owner, PhoneQuestion
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.sign_in import SignedIn, open_for
from voltbay.accounts.phones.errors import ProofWrong, QuestionExpired
from voltbay.accounts.phones.question import TRIES, count_a_try, take
from voltbay.accounts.phones.remembered import Remember, proves


@dataclass(frozen=True)
class Caller:
    """Who answers: what the browser or app calls itself, and the token of its device."""

    client: str
    device: str = ""


def prove_account(
    *, question: str, proof: str, remember: Remember, caller: Caller, now: datetime
) -> SignedIn:
    """Let the old owner in. Raises QuestionExpired, ProofTriedTooOften or ProofWrong."""
    asked = count_a_try(question, now=now)
    if not proves(proof, remember(asked.owner)):
        left = TRIES - asked.tries
        raise ProofWrong(fields={"proof": ProofWrong.code}, tries_left=left)
    return _let_in(question, caller=caller, now=now)


@transaction.atomic
def _let_in(question: str, *, caller: Caller, now: datetime) -> SignedIn:
    answered = take(question, now=now)
    mine = Owner.objects.select_for_update(no_key=True).filter(pk=answered.owner_id, closed_at=None)
    owner = mine.exclude(phone=None).first()
    if owner is None:
        raise QuestionExpired
    owner.phone_proven_at = now
    owner.save(update_fields=["phone_proven_at"])
    return come_in(owner, answered, caller=caller, now=now)


def come_in(owner: Owner, answered: PhoneQuestion, *, caller: Caller, now: datetime) -> SignedIn:
    """Open a session with all that waited for the answer. Needs a transaction."""
    agreed = Agreement.objects.filter(pk__in=answered.agreements)
    wechat = link_wechat(answered.openid, owner=owner, now=now) if answered.openid else None
    return open_for(
        owner,
        agreed,
        client=caller.client,
        device=caller.device,
        now=now,
        wechat_account=wechat,
    )
