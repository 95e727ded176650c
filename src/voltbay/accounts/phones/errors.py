"""Why an account is not opened although its phone was proven."""

from voltbay.core.errors import Conflict, Invalid


class PhoneInQuestion(Conflict):
    """The phone was proven, so long after the last time that it may be another person's by now.

    `question` answers it once and is secret, so it is no part of the data that may be logged.
    """

    code = "phone_in_question"

    def __init__(self, question: str, *, tries_left: int, expires_in_seconds: int) -> None:
        """Ask whose account it is; `tries_left` may be 0: then it can only be left behind."""
        super().__init__(tries_left=tries_left, expires_in_seconds=expires_in_seconds)
        self.question = question


class QuestionExpired(Conflict):
    """The question was answered, replaced by a newer one, or not answered in time."""

    code = "phone_question_expired"


class ProofWrong(Invalid):
    """It is nothing that the account knows; `tries_left` says how often one may still try."""

    code = "phone_proof_wrong"


class ProofTriedTooOften(Conflict):
    """Five proofs were wrong: the account does not open this way any more."""

    code = "phone_proof_tried_too_often"
