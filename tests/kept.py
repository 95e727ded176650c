"""Ending what is over by one rule, as the worker does."""

from datetime import datetime

from voltbay.core.retention import register
from voltbay.retention.carry_out import carry_out


def over(kind: str, *, now: datetime) -> int:
    """Carry one rule out; return how many rows ended. None may fail."""
    outcome = carry_out(register()[kind], now=now)
    assert outcome.failed == []
    return outcome.ended
