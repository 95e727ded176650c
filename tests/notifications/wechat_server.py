"""A local server that speaks the wire format of WeChat's server API for mini-programs.

Written from WeChat's description: refusals are HTTP 200 with an `errcode`, success may come
without one, and what a template does not bear is refused with 47003.
"""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

APPID = "wx0123456789abcdef"
SECRET = "only-for-this-test"
TEMPLATE = "tmpl-confirmed"
BEARS = {
    "thing": re.compile(r".{1,20}"),
    "time": re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d{2}"),
    "character_string": re.compile(r"[\x21-\x7e]{1,32}"),
}
WORDS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40013: "invalid appid",
    40029: "invalid code",
    40037: "invalid template_id",
    42001: "access_token expired",
    43101: "user refuse to accept the msg",
    45011: "api minute-quota reach limit",
    40226: "code blocked",
    47003: "argument invalid! data.thing1.value invalid",
}


@dataclass
class Wechat:
    """Users and phones by code, what was sent, and what is answered next."""

    port: int = 0
    users: dict[str, str] = field(default_factory=dict)  # openid by login code, good once
    phones: dict[str, dict[str, Any]] = field(default_factory=dict)  # by phone code, good once
    tokens: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, deque[int]] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)  # by path, in the place of its own answer
    broken: bool = False
    delay: float = 0.0  # seconds between what it does and what it says

    def refuse(self, path: str, *codes: int) -> None:
        """Refuse the next calls of a path with these codes; 0 lets one through."""
        self.refusals[path] = deque(codes)

    def share_phone(self, code: str, number: str, **changes: Any) -> None:
        """Let a user share a number."""
        self.phones[code] = {
            "phoneNumber": f"+86{number}",
            "purePhoneNumber": number,
            "countryCode": "86",
            "watermark": {"timestamp": 1775500000, "appid": APPID},
            **changes,
        }

    def expire_token(self) -> None:
        """Let the newest token expire before its time."""
        self.tokens.append("of somebody else")

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        """Answer a call."""
        self.asked.append(path)
        planned = self.refusals.get(path)
        code = planned.popleft() if planned else 0
        if code:
            return {"errcode": code, "errmsg": WORDS.get(code, "refused")}
        return ANSWERS[path](self, query, body)


def refused(code: int) -> dict[str, Any]:
    return {"errcode": code, "errmsg": WORDS[code]}


def session(wechat: Wechat, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    if (query["appid"], query["secret"]) != (APPID, SECRET):
        return refused(40013)
    openid = wechat.users.pop(query["js_code"], None)
    if openid is None or query["grant_type"] != "authorization_code":
        return refused(40029)
    return {"openid": openid, "session_key": "HyVFkGl5F5OQWJZZaNzBBg=="}


def token(wechat: Wechat, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    if (query["appid"], query["secret"]) != (APPID, SECRET):
        return refused(40013)
    wechat.tokens.append(f"token-{len(wechat.tokens)}")
    return {"access_token": wechat.tokens[-1], "expires_in": 7200}


def phone(wechat: Wechat, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    if query.get("access_token") not in wechat.tokens[-1:]:
        return refused(42001)
    shared = wechat.phones.pop(body["code"], None)
    if shared is None:
        return refused(40029)
    return {"errcode": 0, "errmsg": "ok", "phone_info": shared}


def message(wechat: Wechat, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    if query.get("access_token") not in wechat.tokens[-1:]:
        return refused(40001)
    if body["template_id"] != TEMPLATE:
        return refused(40037)
    for name, each in body["data"].items():
        if not BEARS[name.rstrip("0123456789")].fullmatch(each["value"]):
            return refused(47003)
    wechat.sent.append(body)
    return {"errcode": 0, "errmsg": "ok", "msgid": 1234567890 + len(wechat.sent)}


ANSWERS = {
    "/sns/jscode2session": session,
    "/cgi-bin/token": token,
    "/wxa/business/getuserphonenumber": phone,
    "/cgi-bin/message/subscribe/send": message,
}


@contextmanager
def serving() -> Iterator[Wechat]:
    """Run the server on a free port of the loopback while the block lasts."""
    wechat = Wechat()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(wechat))
    server.daemon_threads = True
    wechat.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield wechat
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(wechat: Wechat) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            answer = wechat.answer(url.path, dict(parse_qsl(url.query)), body)
            said = wechat.says.get(url.path) or json.dumps(answer)
            raw = b"<html>bad gateway" if wechat.broken else said.encode()
            time.sleep(wechat.delay)
            self.send_response(502 if wechat.broken else 200)
            self.send_header("Content-Type", "text/plain")  # as the session call answers
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            with suppress(ConnectionError):  # nobody waits for it any more
                self.wfile.write(raw)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing: URLs hold secrets."""

    return Handler


@contextmanager
def set_up(settings: Any) -> Iterator[Wechat]:
    """Run it and point the settings at it."""
    from voltbay.notifications.wechat.server import client

    client.cache_clear()
    with serving() as running:
        settings.VOLTBAY_WECHAT_APPID = APPID
        settings.VOLTBAY_WECHAT_SECRET = SECRET
        settings.VOLTBAY_WECHAT_ENDPOINT = f"http://127.0.0.1:{running.port}"
        yield running
    client().close()
    client.cache_clear()
