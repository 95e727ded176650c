"""Everybody at every route of both doors with what nobody means, another choice at each run."""

import time

from attack.every_route import Attack
from attack.over_http import Sender
from attack.place import Place


def run(place: Place) -> list[str]:
    """Ask oddly until the time is over; the seed is said, so that a finding can be had again."""
    seed = int(time.time())
    attack = Attack(place.town, Sender(place), seed=seed, harmless=True)
    found = attack.run(odd=10_000, seconds=2 * place.seconds).said
    return [f"(seed {seed}) {each}" for each in found]
