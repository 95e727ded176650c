"""Telling the operator, once, that a proxy stands in front of which the settings know nothing."""

import logging
from itertools import count

log = logging.getLogger(__name__)
told = count()


def warn_of_hidden_proxy(forwarded: str, *, proxies: int) -> None:
    """Warn if a request was forwarded though no proxy is expected: once a process, in words."""
    if proxies or not forwarded or next(told):
        return
    log.warning(
        "a request came with X-Forwarded-For while VOLTBAY_PROXIES is 0: if a proxy stands in "
        "front of Voltbay, all callers share its address, and what one of them does too often "
        "stops everybody. Set VOLTBAY_PROXIES to the number of your proxies. If there is none, "
        "a caller made the header up; it is not believed, and there is nothing to do"
    )
