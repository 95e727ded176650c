"""A local server that speaks as much SMTP as a letter needs. Source: RFC 5321."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Smtp:
    """What was sent, and what is answered to a recipient or to the letter."""

    port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)  # recipient and the whole
    to_recipient: str = "250 ok"
    to_letter: str = "250 queued"


class Server(socketserver.ThreadingTCPServer):
    """One that its handlers find what was sent in."""

    smtp: Smtp


@contextmanager
def serving() -> Iterator[Smtp]:
    """Run the server on a free port of the loopback while the block lasts."""
    smtp = Smtp()
    with Server(("127.0.0.1", 0), Handler) as server:
        server.smtp = smtp
        server.daemon_threads = True
        smtp.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield smtp
        finally:
            server.shutdown()
            thread.join()


class Handler(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Server
    recipient = ""

    def handle(self) -> None:
        self.say("220 voltbay.test")
        for raw in self.rfile:
            self.answer(raw.decode().strip())

    def answer(self, line: str) -> None:
        word = line[:4].upper()
        if word == "RCPT":
            self.recipient = line.partition("<")[2].partition(">")[0]
            self.say(self.server.smtp.to_recipient)
        elif word == "DATA":
            self.say("354 go on")
            self.take()
        else:
            self.say("221 bye" if word == "QUIT" else "250 ok")

    def take(self) -> None:
        text = b"".join(iter(self.rfile.readline, b".\r\n"))
        smtp = self.server.smtp
        if smtp.to_letter.startswith("250"):
            smtp.letters.append((self.recipient, text))
        self.say(smtp.to_letter)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
