"""Five hundred connections that send slowly, or half of what they say."""

from importlib import import_module
from importlib.util import find_spec

from attack.place import Place

CASE = "attack.slow"


def run(place: Place) -> list[str]:
    """Leave it to the module that knows how, with the address alone."""
    if find_spec(CASE) is None:
        return [f"{CASE} is not there yet"]
    found: list[str] = import_module(CASE).run(place.url)
    return found
