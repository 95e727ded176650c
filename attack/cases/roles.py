"""Everybody at every route, asking rightly: nobody gets in whom the table does not let in."""

from attack.every_route import Attack
from attack.over_http import Sender
from attack.place import Place


def run(place: Place) -> list[str]:
    """Ask each route by each method as each role."""
    attack = Attack(place.town, Sender(place), seed=1, harmless=True)
    return attack.run(odd=0, seconds=2 * place.seconds).said
