"""What happens around every request: its address, its number, its log line and its measures."""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

from voltbay.core.callers import caller_of
from voltbay.server.web.proxies import warn_of_hidden_proxy

log = logging.getLogger(__name__)
number: ContextVar[str] = ContextVar("request_number", default="")

REQUESTS = Counter("voltbay_requests_total", "Requests answered.", ["method", "route", "status"])
# A client that waits for a reading may stay for 20 seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25)
SECONDS = Histogram("voltbay_request_seconds", "Time to answer.", ["route"], buckets=BUCKETS)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SILENT = {"healthz", "readyz", "metrics"}  # asked every few seconds, by machines


class Requests:
    """Number each request, tell of it in one line, and measure it.

    The line names the route, never the path or the query, which may hold somebody's number.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        token = number.set(secrets.token_hex(16))
        try:
            proxies = settings.VOLTBAY_PROXIES
            forwarded = request.headers.get("X-Forwarded-For", "")
            warn_of_hidden_proxy(forwarded, proxies=proxies)
            peer = request.META.get("REMOTE_ADDR", "")
            request.META["REMOTE_ADDR"] = caller_of(peer, forwarded, proxies=proxies)
            answer = self.get_response(request)
            answer["X-Request-ID"] = number.get()
            _tell(request, answer.status_code, time.perf_counter() - began)
        finally:
            number.reset(token)
        return answer


# Finding the one of these labels takes as long as counting.
_count, _clock = cache(REQUESTS.labels), cache(SECONDS.labels)


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "(file)" if status < 400 else "(none)"
    method = str(request.method) if request.method in METHODS else "(other)"
    _count(method, route, status).inc()
    _clock(route).observe(seconds)
    if route in SILENT or route == "(file)":
        return
    told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    if log.isEnabledFor(logging.INFO):  # not `info`, which looks for its place in the code
        record = logging.LogRecord(log.name, logging.INFO, __file__, 0, "request", None, None)
        record.told = told
        log.handle(record)
