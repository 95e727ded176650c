"""Report profiles, which are data: what is told to whom, in which columns, and by when.

Each is a file in `profiles/`. `certainty` is S where a secondary source was seen, "S?" where only
the fields were, and D for what we derived.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from voltbay.slots.public_holidays import Day, kind_of
from voltbay.traceability.errors import ProfileUnknown

VIN = "vin"
VIN_CORRECTED = "vin_corrected"  # how often it was put right, which is compared in its place
SATURDAY = 5
# What a movement's facts hold, and the VIN, which the booking holds.
FACTS = frozenset(
    {
        *("code", "own_number", "no_code_reason", "former_codes", "printed_serial"),
        *("product", "chemistry", "maker", "energy_kwh", "mass_kg"),
        *("stored_date", "left_date", "receiver_name", "receiver_code"),
        *("outlet_name", "company_name", "company_code", VIN),
    }
)
# An outlet that takes another name makes nothing wrong that was reported under the old one.
UNCOMPARED = frozenset({"outlet_name", "company_name", "company_code", VIN})
LISTS = tuple(f"{sort}{way}" for sort in ("", "uncoded_", "reused_") for way in ("in", "out"))


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, the fact in it, whether it may stay empty."""

    name: str
    fact: str
    optional: bool = False
    certainty: str = "S"


@dataclass(frozen=True)
class Profile:
    """Who is told what, and when. `split_by` names the fact that parts files, if any does."""

    key: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    certainty: str
    source: str
    split_by: str
    days_setting: str
    are_working_days: bool
    date_format: str
    lists: Mapping[str, tuple[Column, ...]]
    sha256: str

    @property
    def is_split(self) -> bool:
        """Whether each car maker gets a file of its own."""
        return bool(self.split_by)

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(getattr(settings, self.days_setting))

    def deadline(self, known_date: date) -> date:
        """Return the last day on which something may be reported that was known on a day."""
        if not self.are_working_days:
            return known_date + timedelta(days=self.days)
        day, left = known_date, self.days
        while left:
            day += timedelta(days=1)
            left -= _is_worked(day)
        return day

    def overdue_before(self, today: date) -> date:
        """Return the first day whose deadline has not passed: what was known before it is late."""
        day = today
        while self.deadline(day - timedelta(days=1)) >= today:
            day -= timedelta(days=1)
        return day

    def compared(self, list_name: str) -> list[str]:
        """Return the facts that owe a correction when they change after a report."""
        named = [column.fact for column in self.lists[list_name]]
        return [
            "sort",
            *([self.split_by] if self.is_split else []),
            *([VIN_CORRECTED] if VIN in named else []),
            *sorted(set(named) - UNCOMPARED),
        ]


def profiles() -> Mapping[str, Profile]:
    """Return the profiles in use by key, in the setting's order."""
    return {key: _read(key) for key in settings.VOLTBAY_REPORT_PROFILES}


def find_profile(key: str) -> Profile:
    """Return a profile in use. Raises ProfileUnknown."""
    found = profiles().get(key)
    if found is None:
        raise ProfileUnknown
    return found


def any_profile(key: str) -> Profile | None:
    """Return a profile that came along, in use or not, or None."""
    return _read(key) if _file(key).is_file() else None


def list_of(sort: str, way: str) -> str:
    """Return the list that a battery stands in.

    >>> list_of("coded", "in"), list_of("reused", "out")
    ('in', 'reused_out')
    """
    return way if sort == "coded" else f"{sort}_{way}"


@cache
def _read(key: str) -> Profile:
    file = _file(key)
    if not file.is_file():
        raise ImproperlyConfigured(f"VOLTBAY_REPORT_PROFILES names {key!r}, which is no profile")
    text = file.read_bytes()
    said = tomllib.loads(text.decode())
    profile = Profile(
        key=said["key"],
        title=_both(said["title"]),
        about=_both(said["about"]),
        certainty=said["certainty"],
        source=said["source"],
        split_by=said["split_by"],
        days_setting=said["deadline"]["setting"],
        are_working_days=said["deadline"]["days"] == "working",
        date_format=said["formats"]["date"],
        lists={name: tuple(Column(**column) for column in said["lists"][name]) for name in LISTS},
        sha256=hashlib.sha256(text).hexdigest(),
    )
    _check(profile)
    return profile


def _both(said: Mapping[str, str]) -> Mapping[str, str]:
    """Return a text by language, under names that a template can say."""
    return {"zh": said["zh-Hans"], "en": said["en"]}


def _check(profile: Profile) -> None:
    """Check that a profile names only facts that there are, and no column twice."""
    for name, columns in profile.lists.items():
        if unknown := {column.fact for column in columns} - FACTS:
            raise ImproperlyConfigured(f"{profile.key}.{name} names no fact: {sorted(unknown)}")
        if len({column.name for column in columns}) < len(columns):
            raise ImproperlyConfigured(f"{profile.key}.{name} has a column twice")


def _file(key: str) -> Traversable:
    return files("voltbay.traceability") / "profiles" / f"{key if key.isidentifier() else '-'}.toml"


def _is_worked(day: date) -> bool:
    kind = kind_of(day)
    return kind == Day.MAKE_UP or (kind == Day.ORDINARY and day.weekday() < SATURDAY)
