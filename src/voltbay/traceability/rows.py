"""What a list says of one battery: its cells, what is missing, and what changed since a report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from voltbay.identifiers import own_number
from voltbay.removals.words import CHEMISTRIES, NO_CODE, PRODUCTS
from voltbay.traceability.models import Movement
from voltbay.traceability.report_profile import VIN, VIN_CORRECTED, Column, Profile, list_of


def columns_of(movement: Movement, profile: Profile) -> tuple[Column, ...]:
    """Return the columns of the list that a battery stands in."""
    return profile.lists[list_of(movement.sort, movement.way)]


def cells_of(movement: Movement, profile: Profile) -> dict[str, str | None]:
    """Return what stands in each column, by its heading; None where the VIN is to stand."""
    return {
        column.name: None if column.fact == VIN else said(movement.facts, column.fact, profile)
        for column in columns_of(movement, profile)
    }


def missing_of(movement: Movement, profile: Profile) -> list[str]:
    """Return the facts that a list asks for and nobody has entered, in its order.

    A list that goes to one car maker asks whose make the car is, though no column says it.
    """
    asked = [column.fact for column in columns_of(movement, profile) if not column.optional]
    if profile.is_split:
        asked.append(profile.split_by)
    known = {**movement.facts, VIN: "x" if movement.has_vin else ""}
    return [fact for fact in asked if not known[fact]]


def facts_compared(movement: Movement, profile: Profile) -> dict[str, str]:
    """Return the facts that a report is held against later."""
    compared = profile.compared(list_of(movement.sort, movement.way))
    return {fact: movement.facts[fact] for fact in compared}


def changed(movement: Movement, before: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the facts that are otherwise now, each as it was reported and as it is."""
    now: Mapping[str, str] = movement.facts
    return {fact: (was, now[fact]) for fact, was in before.items() if now[fact] != was}


def said(facts: Mapping[str, Any], fact: str, profile: Profile) -> str:
    """Return a fact as it is written in a file, which is Chinese."""
    if fact == VIN_CORRECTED:
        return AS_REPORTED
    value: str = facts[fact]
    if fact in WORDS:
        return WORDS[fact].get(value, "其他")
    if fact.endswith("_date"):
        return f"{date.fromisoformat(value):{profile.date_format}}" if value else ""
    return own_number.grouped(value) if fact == "own_number" and value else value


# What a VIN was is in the row that is corrected, sealed; what is written here stays for ever.
AS_REPORTED = "见原上报记录"
WORDS: Mapping[str, Mapping[str, str]] = {
    "sort": {"coded": "有编码", "uncoded": "无编码", "reused": "梯次利用"},
    "product": PRODUCTS,
    "chemistry": CHEMISTRIES,
    "no_code_reason": {"": "", **NO_CODE},
}
