"""Whose the account is, when a phone was proven after so long that it may have another holder."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from voltbay.accounts.owners.prove_account import Caller, prove_account
from voltbay.accounts.owners.sign_in import SignedIn
from voltbay.accounts.phones.errors import PhoneInQuestion
from voltbay.api.asker import Device, asker_of
from voltbay.api.client import client_name
from voltbay.api.entries import Body, Said
from voltbay.api.problems import problem
from voltbay.api.sign_in import (
    SignedInOut,
    came_from_a_script,
    hand_cookies,
    signed_in_out,
)
from voltbay.bookings.errors import AnotherPerson
from voltbay.bookings.new_holder import begin_anew
from voltbay.bookings.remembered import remembered
from voltbay.core import clock
from voltbay.sentences.statuses import status_of

router = Router(tags=["sign-in"])

Question = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class ProofIn(Body):
    """`proof`: the last four characters of a plate or an identity number that the account knows.

    Where it knows neither, the full name. `question` is what 409 `phone_in_question` gave.
    """

    question: Question
    proof: Annotated[Said, Field(max_length=60)]
    device: Device = ""


class QuestionIn(Body):
    """`question` is what 409 `phone_in_question` gave. It answers once, for fifteen minutes."""

    question: Question
    device: Device = ""


@router.post("/sign-in/prove", response=SignedInOut, summary="Prove that the account is mine")
def prove(request: HttpRequest, response: HttpResponse, body: ProofIn) -> SignedInOut:
    """Open a session for the owner of old. After five wrong proofs none is looked at any more."""
    came_from_a_script(request)
    opened = prove_account(
        question=body.question,
        proof=body.proof,
        remember=remembered,
        caller=_caller(request, body.device),
        now=clock.now(),
    )
    return _signed_in(request, response, opened)


@router.post("/sign-in/begin-anew", response=SignedInOut, summary="Begin anew with this phone")
def leave_behind(request: HttpRequest, response: HttpResponse, body: QuestionIn) -> SignedInOut:
    """Open an empty account for a phone that is new to its holder.

    The account that had it before loses it. What was agreed to before the question holds.
    """
    came_from_a_script(request)
    opened = begin_anew(
        question=body.question, caller=_caller(request, body.device), now=clock.now()
    )
    return _signed_in(request, response, opened)


def refuse_with_question(
    request: HttpRequest, refusal: PhoneInQuestion | AnotherPerson
) -> HttpResponse:
    """Translate the refusal that asks; the question goes into the answer and nowhere else."""
    data = {**refusal.data, "question": refusal.question}
    answer = problem(request, status=status_of(refusal), code=refusal.code, data=data)
    answer["Cache-Control"] = "no-store"
    return answer


def _caller(request: HttpRequest, device: str) -> Caller:
    return Caller(client_name(request), asker_of(request, device=device).device)


def _signed_in(request: HttpRequest, response: HttpResponse, opened: SignedIn) -> SignedInOut:
    """Answer as the sign-in would have: with cookies, unless it came from a mini-program."""
    if opened.session.wechat_account_id is None:
        hand_cookies(request, response, opened)
    return signed_in_out(opened)
