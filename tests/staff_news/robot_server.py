"""A local server that speaks the wire formats of the three vendors' group robots.

Written from their descriptions: it checks keys and signatures by itself, refuses with HTTP 200 and
a number, and counts what a robot says in a minute.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "693a91f6-7abc-4bc4-97a0-0ec2e1fa5aaa"
SECRET = "SEC-only-for-this-test"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
DINGTALK = f"https://oapi.dingtalk.com/robot/send?access_token={KEY}"
FEISHU = f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}"
AN_HOUR = 3600  # seconds that a stamp may be off
LONGEST = 2048  # bytes of WeCom's text


@dataclass
class Robots:
    """What was said, and what is answered next. `now` is the vendors' clock, in seconds."""

    port: int = 0
    now: float = 0
    said: list[tuple[str, str]] = field(default_factory=list)  # vendor and text
    asked: list[str] = field(default_factory=list)  # paths, refused ones too
    refusals: deque[dict[str, Any]] = field(default_factory=deque)
    status: int = 200

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.said]

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(path)
        if self.refusals:
            return self.refusals.popleft()
        if path == "/cgi-bin/webhook/send":
            return self.wecom(query, body)
        if path == "/robot/send":
            return self.dingtalk(query, body)
        return self.feishu(path.removeprefix("/open-apis/bot/v2/hook/"), body)

    def wecom(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if query != {"key": KEY}:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        text = body["text"]["content"]
        if body["msgtype"] != "text" or len(text.encode()) > LONGEST:
            return {"errcode": 40058, "errmsg": "content exceed max length"}
        self.said.append(("wecom", text))
        return {"errcode": 0, "errmsg": "ok"}

    def dingtalk(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("access_token") != KEY:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        stamp = query.get("timestamp", "")
        told = f"{stamp}\n{SECRET}".encode()
        expected = base64.b64encode(hmac.new(SECRET.encode(), told, hashlib.sha256).digest())
        if query.get("sign", "").encode() != expected:
            return {"errcode": 310000, "errmsg": "sign not match"}
        if len(stamp) != 13 or abs(int(stamp) / 1000 - self.now) > AN_HOUR:
            return {"errcode": 310000, "errmsg": "invalid timestamp"}
        self.said.append(("dingtalk", body["text"]["content"]))
        return {"errcode": 0, "errmsg": "ok"}

    def feishu(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        if key != KEY:
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        stamp = str(body.get("timestamp", ""))
        keyed = f"{stamp}\n{SECRET}".encode()
        expected = base64.b64encode(hmac.new(keyed, b"", hashlib.sha256).digest()).decode()
        is_late = not stamp.isdecimal() or abs(int(stamp) - self.now) > AN_HOUR
        if body.get("sign") != expected or is_late:
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
        assert body["msg_type"] == "text"
        self.said.append(("feishu", body["content"]["text"]))
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"}


@contextmanager
def serving() -> Iterator[Robots]:
    """Run the server on a free port of the loopback while the block lasts."""
    robots = Robots()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(robots))
    server.daemon_threads = True
    robots.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield robots
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(robots: Robots) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            url = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            raw = json.dumps(robots.answer(url.path, query, body)).encode()
            self.send_response(robots.status)
            if robots.status == 302:
                self.send_header("Location", f"http://127.0.0.1:{robots.port}/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing: addresses hold keys."""

    return Handler
