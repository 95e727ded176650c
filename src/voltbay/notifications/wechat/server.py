"""Asking WeChat's server. Source: developers.weixin.qq.com, server API of mini-programs.

A refusal comes as HTTP 200 with an `errcode` that is not 0; on success `errcode` may be absent.
URLs hold secrets and codes, so no error of the client below goes further.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(6.0, connect=3.0)  # seconds; an owner is waiting
BUSY = -1
TRIES = 3


class WechatRefused(Exception):
    """WeChat said no, with its own number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}")
        self.code = code


class WechatUnreachable(Exception):
    """WeChat did not answer, or not in its own format."""


def is_offered() -> bool:
    """Tell whether a mini-program is set up."""
    return bool(settings.VOLTBAY_WECHAT_APPID and settings.VOLTBAY_WECHAT_SECRET)


@cache
def client() -> httpx.Client:
    """Return the process's client, which keeps its connections."""
    return httpx.Client(base_url=settings.VOLTBAY_WECHAT_ENDPOINT, timeout=TIMEOUT)


def ask(
    path: str, *, query: Mapping[str, str], body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what WeChat answers, asking again while it is busy.

    Without a body it is a GET. Raises WechatRefused or WechatUnreachable.
    """
    for _ in range(TRIES):
        answer = _ask(path, query, body)
        code = answer.get("errcode", 0)
        if code == 0:
            return answer
        if code != BUSY:
            raise WechatRefused(code)
    raise WechatRefused(BUSY)


def _ask(path: str, query: Mapping[str, str], body: Mapping[str, Any] | None) -> dict[str, Any]:
    method = "GET" if body is None else "POST"
    try:
        answer = client().request(method, path, params=dict(query), json=body)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError):
        raise WechatUnreachable from None
    if not isinstance(found, dict) or not isinstance(found.get("errcode", 0), int):
        raise WechatUnreachable
    return found
