"""A local server that speaks the wire format of Aliyun's SendSms and QuerySendDetails.

Signature and refusals included. Written from the vendor's description of ACS3-HMAC-SHA256, not
with the kit's own signing code.
"""

import hashlib
import hmac
import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

KEY_ID = "LTAI5tVoltbayTest"
KEY_SECRET = "only-for-this-test"
ALGORITHM = "ACS3-HMAC-SHA256"
AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=(?P<key>[^,]+),SignedHeaders=(?P<names>[^,]+),Signature=(?P<hex>\w+)"
)
MUST_BE_SIGNED = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-version"}
NEEDED = {
    "SendSms": {"PhoneNumbers", "SignName", "TemplateCode"},
    "QuerySendDetails": {"PhoneNumber", "SendDate", "PageSize", "CurrentPage"},
}
BUSINESS_LIMIT = ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")


@dataclass
class Vendor:
    """What was sent to the server, and what it answers next; "OK" when nothing is planned."""

    port: int = 0
    messages: list[dict[str, str]] = field(default_factory=list)  # what it was asked to send
    answers: deque[tuple[int, object]] = field(default_factory=deque)
    taken: list[dict[str, str]] = field(default_factory=list)  # what reached a phone
    day: str = "20260407"  # that it has today, as it lists what it took
    queries: int = 0
    # What every call meets until it is mended: a refusal's code, or one of the words below.
    trouble: str = ""
    SILENT = "silent"  # hangs up without having done anything
    ANSWER_LOST = "answer lost"  # takes the message, then hangs up
    PROXY = "proxy"  # something before it answers in its place, with a page
    NO_KEY = "InvalidAccessKeyId.Inactive"  # for whatever is asked
    delay: float = 0.0  # seconds between what it does and what it says

    def refuse(self, code: str, message: str = "", *, times: int = 1) -> None:
        """Answer as the vendor refuses on business grounds: HTTP 200 with another code."""
        body = {"Code": code, "Message": message, "RequestId": "R-1"}
        self.answers.extend([(200, body)] * times)

    def fail(self, status: int, body: object, *, times: int = 1) -> None:
        """Answer with an HTTP error."""
        self.answers.extend([(status, body)] * times)

    def send(self, parameters: dict[str, str]) -> tuple[int, object]:
        """Return the next planned answer, or that the message was taken."""
        self.messages.append(parameters)
        if refused := self._meets_trouble():
            return refused
        if self.trouble and self.trouble != self.ANSWER_LOST:
            return 200, {"Code": self.trouble, "Message": "", "RequestId": "R-1"}
        if self.answers:
            return self.answers.popleft()
        self.taken.append({**parameters, "SendDate": self.day})
        if self.trouble:
            raise HangUpError
        biz_id = f"90061974693649844{len(self.messages)}^0"
        return 200, {"Code": "OK", "Message": "OK", "RequestId": "R-1", "BizId": biz_id}

    def listed(self, parameters: dict[str, str]) -> tuple[int, object]:
        """Return what it took for a phone on a day, one page of it."""
        self.queries += 1
        if refused := self._meets_trouble():
            return refused
        size, page = int(parameters["PageSize"]), int(parameters["CurrentPage"])
        of_phone = [
            {"OutId": each["OutId"], "SendStatus": 3, "TemplateCode": each["TemplateCode"]}
            for each in self.taken
            if each["PhoneNumbers"] == parameters["PhoneNumber"]
            and parameters["SendDate"] == each.get("SendDate", self.day)
        ]
        return 200, {
            "Code": "OK",
            "Message": "OK",
            "RequestId": "R-1",
            "TotalCount": str(len(of_phone)),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": of_phone[size * (page - 1) : size * page]},
        }

    def _meets_trouble(self) -> tuple[int, object] | None:
        """Return what whoever asks anything is answered in this trouble, if it is so grave."""
        if self.trouble == self.SILENT:
            raise HangUpError
        if self.trouble == self.PROXY:
            return 502, "<html><h1>502 Bad Gateway</h1></html>"
        if self.trouble == self.NO_KEY:
            return 403, {"Code": self.NO_KEY, "Message": "", "RequestId": "R-1"}
        return None


class HangUpError(Exception):
    """The vendor ends the connection without an answer."""


@contextmanager
def serving(address: str = "127.0.0.1") -> Iterator[Vendor]:
    """Run the server on a free port of an address while the block lasts."""
    vendor = Vendor()
    server = ThreadingHTTPServer((address, 0), _handler(vendor))
    server.daemon_threads = True
    vendor.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def set_up(settings: Any) -> Iterator[Vendor]:
    """Run it and send through it."""
    from voltbay.notifications.channels.aliyun_sms import client

    client.cache_clear()
    with serving() as running:
        settings.VOLTBAY_SMS_CHANNEL = "aliyun_sms"
        settings.VOLTBAY_ALIYUN_KEY_ID = KEY_ID
        settings.VOLTBAY_ALIYUN_KEY_SECRET = KEY_SECRET
        settings.VOLTBAY_SMS_SIGN_NAME = "电池拆卸预约"
        settings.VOLTBAY_SMS_TEMPLATES = templates()
        settings.VOLTBAY_SMS_ENDPOINT = f"127.0.0.1:{running.port}"
        settings.VOLTBAY_SMS_PROTOCOL = "HTTP"
        yield running
    client.cache_clear()


def templates() -> dict[str, str]:
    """Return the vendor's code of each kind."""
    from voltbay.notifications.templates import TEMPLATES

    return {kind: f"SMS_{kind}" for kind in TEMPLATES}


def _handler(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parameters = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            wrong = _what_is_wrong(self, body, parameters)
            if wrong:
                refusal = {"Code": wrong, "Message": wrong, "RequestId": "R-1", "HostId": "h"}
                self._answer(403 if wrong == "InvalidAccessKeyId.NotFound" else 400, refusal)
                return
            do = {"SendSms": vendor.send, "QuerySendDetails": vendor.listed}
            try:
                said = do[self.headers["x-acs-action"]](parameters)
                time.sleep(vendor.delay)
                self._answer(*said)
            except (HangUpError, ConnectionError):  # or nobody waits for it any more
                self.close_connection = True

        def _answer(self, status: int, body: object) -> None:
            text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
            raw = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing: URLs hold phone and code."""

    return Handler


def _what_is_wrong(
    request: BaseHTTPRequestHandler, body: bytes, parameters: dict[str, str]
) -> str | None:
    """Return the vendor's code for what is wrong with a request, or None."""
    needed = NEEDED.get(request.headers["x-acs-action"] or "")
    if needed is None:
        return "InvalidAction.NotFound"
    if request.headers["x-acs-version"] != "2017-05-25":
        return "InvalidVersion"
    missing = needed - parameters.keys()
    if missing:
        return f"Missing{min(missing)}"
    return _wrong_signature(request, body, parameters)


def _wrong_signature(
    request: BaseHTTPRequestHandler, body: bytes, parameters: dict[str, str]
) -> str | None:
    signed = AUTHORIZATION.fullmatch(request.headers["Authorization"] or "")
    if not signed:
        return "IncompleteSignature"
    if signed["key"] != KEY_ID:
        return "InvalidAccessKeyId.NotFound"
    names = signed["names"].split(";")
    if not set(names) >= MUST_BE_SIGNED or names != sorted(names):
        return "IncompleteSignature"
    digest = hashlib.sha256(body).hexdigest()
    if request.headers["x-acs-content-sha256"] != digest:
        return "SignatureDoesNotMatch"
    canonical = "\n".join(
        [
            "POST",
            "/",
            "&".join(
                f"{_encoded(name)}={_encoded(parameters[name])}" for name in sorted(parameters)
            ),
            *(f"{name}:{(request.headers[name] or '').strip()}" for name in names),
            "",
            signed["names"],
            digest,
        ]
    )
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    right = hmac.new(KEY_SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return None if hmac.compare_digest(right, signed["hex"]) else "SignatureDoesNotMatch"


def _encoded(text: str) -> str:
    return quote(text, safe="~")
