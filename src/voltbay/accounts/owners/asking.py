"""One asking for a code: by whom, for which phone, and what room its limits leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voltbay.accounts.models import CodeAsk, SignInCode
from voltbay.accounts.rules import FOR_A_NETWORK, FOR_STRANGERS, PER_PHONE, next_send_at
from voltbay.core.tokens import new_token, token_hash

NONCE_BYTES = 16


@dataclass(frozen=True)
class Asked:
    """What whoever asked is told. `attempt` is a nonce, of which only a hash is kept."""

    attempt: str
    code: SignInCode
    joined: bool
    resend_at: datetime


@dataclass(frozen=True)
class Asking:
    """Phone and network as fingerprints; what was sent to the phone in a day, newest first."""

    phone: bytes
    network: bytes
    known: bool
    sent: Sequence[SignInCode]
    now: datetime
    attempt: str = ""

    def next_send_at(self) -> datetime:
        """Return when this asker may have a code sent: `now`, or later."""
        free_at = self._free_at(self.sent, PER_PHONE)
        if self.known:
            return free_at
        strangers = [each for each in self.sent if not each.for_known_device]
        of_network = [each for each in strangers if bytes(each.ip_fingerprint) == self.network]
        return max(
            free_at,
            self._free_at(strangers, FOR_STRANGERS),
            self._free_at(of_network, FOR_A_NETWORK),
        )

    def open_code(self) -> SignInCode | None:
        """Return the code that was sent last, if it still opens something."""
        newest = next(iter(self.sent), None)
        if newest is None or newest.used_at is not None or newest.expires_at <= self.now:
            return None
        return newest

    def and_sent(self, code: SignInCode) -> "Asking":
        """Return the same after a code was sent."""
        return replace(self, sent=[code, *self.sent])

    def asked_for(self, code: SignInCode) -> bool:
        """Tell whether this asker has a nonce for the code already, and tries left."""
        if not self.attempt:
            return False
        mine = code.asks.filter(nonce_hash=token_hash(self.attempt), tries_left__gt=0)
        return mine.exists()

    def note(self, code: SignInCode, *, tries: int) -> str:
        """Write down who asked, with tries of its own, and return the nonce that shows it."""
        attempt = new_token(NONCE_BYTES)
        CodeAsk.objects.create(
            code=code,
            nonce_hash=token_hash(attempt),
            phone_fingerprint=self.phone,
            address_fingerprint=self.network,
            by_known_device=self.known,
            tries_left=tries,
            created_at=self.now,
        )
        return attempt

    def _free_at(
        self, codes: Sequence[SignInCode], limits: Sequence[tuple[int, timedelta]]
    ) -> datetime:
        times = [each.created_at for each in codes]
        return next_send_at(times, limits=limits, now=self.now)
