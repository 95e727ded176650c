"""Who may stay connected, and for how long."""

from dataclasses import dataclass, field

from voltbay.server.web.process.connections import HEADERS_WITHIN, LONGEST_STUCK, Connections


@dataclass(eq=False)
class Line:
    """A connection of ours to try it with."""

    connections: Connections
    is_idle: bool = True
    is_new: bool = False
    unsent: int = 0
    hung_up: list[str] = field(default_factory=list)

    def hang_up(self) -> None:
        self.hung_up.append("now")
        self.connections.remove(self)


def test_when_too_many_are_connected_the_oldest_idle_one_goes():
    connections = Connections(most=2)
    busy, idle, late = Line(connections, is_idle=False), Line(connections), Line(connections)
    for line in (busy, idle, late):
        connections.add(line, now=0)

    assert [bool(line.hung_up) for line in (busy, idle, late)] == [False, True, False]


def test_when_all_are_busy_the_newest_goes():
    connections = Connections(most=1)
    busy, late = Line(connections, is_idle=False), Line(connections, is_idle=False)
    for line in (busy, late):
        connections.add(line, now=0)

    assert [bool(line.hung_up) for line in (busy, late)] == [False, True]


def test_who_never_asks_anything_is_hung_up_on():
    connections = Connections(most=10)
    silent, asking = Line(connections, is_new=True), Line(connections)
    for line in (silent, asking):
        connections.add(line, now=0)

    connections.sweep(now=HEADERS_WITHIN + 1)

    assert [bool(line.hung_up) for line in (silent, asking)] == [True, False]


def test_who_takes_nothing_of_its_answer_is_hung_up_on():
    connections = Connections(most=10)
    stuck, slow = Line(connections, unsent=9000), Line(connections, unsent=9000)
    for line in (stuck, slow):
        connections.add(line, now=0)
    connections.sweep(now=1)
    slow.unsent -= 1
    connections.sweep(now=2)

    connections.sweep(now=LONGEST_STUCK + 1.5)

    assert [bool(line.hung_up) for line in (stuck, slow)] == [True, False]
