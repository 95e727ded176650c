"""The papers of people who never were."""

from datetime import date
from random import Random

from tools.cards.cars import a_car
from voltbay.recognition.documents.check import check
from voltbay.recognition.reading.findings import Field
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.result import Reading

SEEDS = range(300)


def test_no_licence_is_of_a_day_that_has_not_come():
    """The site that is tried would refuse it, and its owner could not book."""
    today = date(2026, 3, 31)
    for seed in SEEDS:
        car = a_car(Random(seed))
        read = Reading(VEHICLE_LICENCE, {name: Field(text, 0.99) for name, text in car.items()})

        assert check(read, today=today).problems == ()
        assert car["register_date"] <= car["issue_date"]
