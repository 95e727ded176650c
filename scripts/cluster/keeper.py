"""Keep a host's programs running, as systemd would: the first process of its namespaces.

Takes one order a line (JSON) on standard input and answers each with a line on standard output.
Its argument is the folder of logs. When its input ends it ends, and with it everything on the
host: so nothing is left behind, however whoever started it went. Uses the standard library alone.
"""

import json
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOGS = Path(sys.argv[-1])
RESTART_AFTER = 1.0  # seconds, as RestartSec in deploy/systemd
KILL_AFTER = 40.0  # seconds after being asked to stop
# sd_listen_fds(3): handles begin at 3, and whom they are for is told by number.
LISTENING = 'LISTEN_PID=$$ exec "$@"'


@dataclass
class Program:
    """What is kept running, and its process if it runs."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    listen: list[int] = field(default_factory=list)  # ports; programs may share one
    pid: int = 0
    wanted: bool = True
    starts_at: float = 0.0  # of the monotonic clock
    killed_at: float = 0.0  # when it is killed, as it was asked to stop
    ended: list[tuple[float, int]] = field(default_factory=list)  # when, and how


class Keeper:
    """The programs of one host, and who may be told to start and stop them."""

    def __init__(self) -> None:
        self.programs: dict[str, Program] = {}
        self.sockets: dict[int, socket.socket] = {}

    def do(self, order: dict[str, Any]) -> Any:
        """Carry out one order and return what is answered."""
        return getattr(self, f"do_{order.pop('do')}")(**order)

    def do_keep(self, **about: Any) -> int:
        """Start a program, and again whenever it ends; return its number here."""
        program = self.programs[about["name"]] = Program(**about)
        self._start(program)
        return program.pid

    def do_stop(self, name: str) -> None:
        """Ask a program to stop; it is killed if it takes too long."""
        program = self.programs[name]
        program.wanted = False
        program.killed_at = time.monotonic() + KILL_AFTER
        _signal(program, signal.SIGTERM)

    def do_start(self, name: str) -> None:
        """Start a program again that was stopped."""
        self.programs[name].wanted = True
        self.programs[name].starts_at = 0.0

    def do_signal(self, name: str, number: int) -> None:
        """Send a signal to a program and whatever it started."""
        _signal(self.programs[name], number)

    def do_everything(self, number: int) -> None:
        """Send a signal to every process of the host but this one."""
        os.kill(-1, number)

    def do_list(self) -> dict[str, dict[str, Any]]:
        """Tell of each program its process, 0 if it does not run, and how it ended before."""
        return {
            name: {"pid": each.pid, "ended": each.ended} for name, each in self.programs.items()
        }

    def look(self) -> None:
        """Note what ended, start what is wanted, kill what does not stop."""
        now = time.monotonic()
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not pid:
                break
            self._note(pid, os.waitstatus_to_exitcode(status))
        for program in self.programs.values():
            if program.wanted and not program.pid and now >= program.starts_at:
                self._start(program)
            if not program.wanted and program.pid and now >= program.killed_at:
                _signal(program, signal.SIGKILL)

    def _note(self, pid: int, how: int) -> None:
        for program in self.programs.values():
            if program.pid == pid:
                program.pid = 0
                program.ended.append((time.time(), how))
                program.starts_at = time.monotonic() + RESTART_AFTER

    def _start(self, program: Program) -> None:
        handles = [self._listening(port).fileno() for port in program.listen]
        command, environment = program.command, {**os.environ, **program.environment}
        if handles:
            command = ["sh", "-c", LISTENING, "sh", *command]
            environment["LISTEN_FDS"] = str(len(handles))
        program.pid = os.fork()
        if not program.pid:
            _become(program.name, command, environment, handles)

    def _listening(self, port: int) -> socket.socket:
        """Return a socket that stays open while its programs are restarted."""
        if port not in self.sockets:
            self.sockets[port] = socket.create_server(("0.0.0.0", port), backlog=1024)  # noqa: S104  # a host of its own
        return self.sockets[port]


def _signal(program: Program, number: int) -> None:
    if not program.pid:
        return
    try:
        os.killpg(program.pid, number)
    except ProcessLookupError:  # it was born a moment ago and leads no group yet
        os.kill(program.pid, number)


def _become(name: str, command: list[str], environment: dict[str, str], handles: list[int]) -> None:
    try:
        os.setsid()
        log = os.open(LOGS / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        spare = [os.dup2(each, 100 + n) for n, each in enumerate(handles)]
        for n, each in enumerate(spare):
            os.dup2(each, 3 + n)  # dup2 makes it one that is handed on
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.closerange(3 + len(handles), 256)
        os.execvpe(command[0], command, environment)  # noqa: S606  # that is what it is for
    finally:
        os._exit(127)


def main() -> None:
    """Take orders until there are none any more."""
    keeper, orders = Keeper(), selectors.DefaultSelector()
    orders.register(0, selectors.EVENT_READ)
    os.set_blocking(0, False)
    left = b""
    while True:
        if orders.select(0.1):
            read = os.read(0, 1 << 20)
            if not read:
                return
            *lines, left = (left + read).split(b"\n")
            for line in lines:
                answer = _answer(keeper, line)
                sys.stdout.write(json.dumps(answer) + "\n")
                sys.stdout.flush()
        keeper.look()


def _answer(keeper: Keeper, line: bytes) -> dict[str, Any]:
    try:
        return {"answer": keeper.do(json.loads(line))}
    except Exception as failed:  # noqa: BLE001  # whoever asked has to know
        return {"failed": repr(failed)}


if __name__ == "__main__":
    main()
