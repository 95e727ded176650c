"""Group robots of WeCom, DingTalk and Feishu: their addresses, signatures and answers.

Sources: developer.work.weixin.qq.com, document/path/91770 (WeCom: the key in the address is all
the secret there is; text to 2048 bytes, 20 a minute); open.dingtalk.com, custom robot access
(timestamp in ms and HMAC-SHA256, keyed by the secret, in the query; 20 a minute);
open.feishu.cn, client-docs/bot-v3/add-custom-bot (timestamp in s and HMAC-SHA256 of nothing, keyed
by timestamp and secret, in the body).

A refusal comes as HTTP 200 with a number that is not 0. Addresses hold secrets, so no error of the
client goes further; and only these hosts are ever spoken to, as who enters one chooses whom we ask.
"""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from django.conf import settings

from voltbay.staff_news.channels.refusals import NotSent
from voltbay.staff_news.kinds import Vendor
from voltbay.staff_news.models import Robot

TIMEOUT = httpx.Timeout(8.0, connect=4.0)  # seconds; only a worker waits
A_MINUTE = 20  # messages that a robot may send: more are refused, for a while all of them


@dataclass(frozen=True)
class Wire:
    """What is peculiar to a vendor: where its robots listen, and what its numbers mean.

    `busy` are refusals that pass, with the seconds after which; others are final.
    """

    host: str
    path: str
    parameter: str  # of the query, where the key is; empty if it ends the path
    code: str  # the answer's field
    busy: Mapping[int, int]


WIRES: Mapping[str, Wire] = {
    Vendor.WECOM: Wire(
        "qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key", "errcode", {-1: 10, 45009: 60}
    ),
    # Who sends too fast is silenced for ten minutes.
    Vendor.DINGTALK: Wire(
        "oapi.dingtalk.com",
        "/robot/send",
        "access_token",
        "errcode",
        {-1: 10, 130101: 600, 410100: 600, 660026: 600},
    ),
    Vendor.FEISHU: Wire(
        "open.feishu.cn", "/open-apis/bot/v2/hook/", "", "code", {11232: 60, 11233: 60}
    ),
}


def is_address(vendor: str, webhook: str) -> bool:
    """Tell whether a text is the address of a vendor's robot, and nothing beyond.

    >>> is_address("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b")
    True
    >>> is_address("wecom", "https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send?key=0a1b")
    False
    """
    wire = WIRES.get(vendor)
    try:
        url = urlsplit(webhook)
    except ValueError:
        return False
    if wire is None or (url.scheme, url.netloc, url.fragment) != ("https", wire.host, ""):
        return False
    if wire.parameter:
        asked = parse_qs(url.query, strict_parsing=False)
        return url.path == wire.path and list(asked) == [wire.parameter]
    key = url.path.removeprefix(wire.path)
    return url.path.startswith(wire.path) and key.replace("-", "").isalnum() and not url.query


def say(robot: Robot, text: str, *, now: datetime) -> None:
    """Have a robot say a text in its group. Raises NotSent."""
    if not is_address(robot.vendor, robot.webhook):
        raise NotSent("address", is_final=True)
    wire = WIRES[robot.vendor]
    query, body = signed(robot, text, now=now)
    answer = _post(_where(robot), query, body)
    code = _code(answer, wire)
    if code != 0:
        wait = wire.busy.get(code)
        raise NotSent(str(code), is_final=wait is None, wait_seconds=wait or 0)


def signed(robot: Robot, text: str, *, now: datetime) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what to add to the address, and the body, as the robot's vendor wants them."""
    if robot.vendor == Vendor.FEISHU:
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if robot.secret:
            stamp = str(int(now.timestamp()))
            body |= {"timestamp": stamp, "sign": _hmac(f"{stamp}\n{robot.secret}", "")}
        return {}, body
    query = {}
    if robot.vendor == Vendor.DINGTALK and robot.secret:
        stamp = str(int(now.timestamp() * 1000))
        query = {"timestamp": stamp, "sign": _hmac(robot.secret, f"{stamp}\n{robot.secret}")}
    return query, {"msgtype": "text", "text": {"content": text}}


def _hmac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), sha256)).decode()


def _where(robot: Robot) -> httpx.URL:
    """Return its address; in tests that of a server of our own."""
    url = httpx.URL(robot.webhook)
    instead = settings.VOLTBAY_ROBOT_ENDPOINTS.get(robot.vendor)
    if instead is None:
        return url
    ours = httpx.URL(instead)
    return url.copy_with(scheme=ours.scheme, host=ours.host, port=ours.port)


@cache
def client() -> httpx.Client:
    """Return the process's client, which keeps its connections and follows nobody elsewhere."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def _post(where: httpx.URL, query: Mapping[str, str], body: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer = client().post(where.copy_merge_params(dict(query)), json=body)
        if not answer.is_success:
            raise NotSent(f"http {answer.status_code}", is_final=answer.is_redirect)
        found = answer.json()
    except httpx.HTTPError:
        raise NotSent("unreachable") from None
    except ValueError:
        raise NotSent("no_answer") from None
    if not isinstance(found, dict):
        raise NotSent("no_answer")
    return found


def _code(answer: Mapping[str, Any], wire: Wire) -> int:
    """Return the vendor's number. An answer without one is none."""
    code = answer.get(wire.code, answer.get("StatusCode"))
    if not isinstance(code, int):
        raise NotSent("no_answer")
    return code
