"""What is known of one kind of document: everything that sets it apart from the others.

The steps of reading take a DocumentKind and ask it; none of them asks which one it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.layout.form import Form, Labels, Place
from voltbay.recognition.reading.layout.lines import Row
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.values.checks import Check
from voltbay.recognition.reading.values.rules import as_seen, is_date
from voltbay.recognition.reading.values.seen import Seen
from voltbay.recognition.reading.values.text import as_text

BIRTH_DATE = "birth_date"


def labelled_rows(layout: Layout) -> dict[str, Row]:
    """Give what stands beside the labels; enough for a document without surprises."""
    return layout.without_tails(layout.rows())


def _proves_nothing(_: str) -> bool:
    return False


def _tells_nothing(_: str) -> Mapping[str, str]:
    return {}


def _together(seen: dict[str, Seen]) -> dict[str, Seen]:
    return seen


@dataclass(frozen=True)
class FieldKind:
    """One field of a document: how it is printed, read and judged."""

    name: str  # as in the API; its sentence is `label_<name>`

    # As it is printed.
    labels: tuple[str, ...] = ()  # wordings of its label
    place: Place | None = None  # of its label
    ends: float = 0.0  # where its longest value does, likewise; 0: nobody needs to know
    wraps: bool = False  # onto several lines
    once: bool = True  # its label stands on one card once, and is not misread elsewhere
    optional: bool = False  # is not printed on every such document
    tail: str = ""  # last character of its label, if no value begins so

    # As it is read.
    decode: Callable[[Row], Seen] = as_text
    open_ended: bool = False  # nothing tells that a part is lost, so ink beside it is looked for
    is_code: bool = False  # its form tells what is read from what is guessed: in doubt, read again
    fits: Callable[[str], bool] = bool  # whether a text can be its value, as far as form tells
    plain: Callable[[str], str] = str  # gives what a person typed the form of a value
    misfit: str = "typed_wrong"  # code that says what a person who typed it does better
    aliyun: str = ""  # its key in the cloud's answer

    # As it is judged.
    judge: Callable[[Seen], Seen] = as_seen
    blame: Callable[[str], Problem] | None = None  # what is wrong with a text that is no value
    proves: Callable[[str], bool] = _proves_nothing  # whether a value shows that it is right
    tells: Callable[[str], Mapping[str, str]] = _tells_nothing  # other fields' values

    @property
    def is_date(self) -> bool:
        """Whether its values are dates."""
        return self.fits is is_date

    def problem(self, text: str) -> Problem:
        """Say why a text gave no value."""
        return self.blame(text) if self.blame else Problem("field_unreadable", field=self.name)


@dataclass(frozen=True)
class Unwanted:
    """Another document, or another side of one, that gets a refusal of its own."""

    code: str
    words: tuple[str, ...]  # that are printed on it and tell it; Latin ones in capitals
    comes_along: bool = False  # is often in the photo beside a document that is wanted
    titles: tuple[str, ...] = ()  # what it calls itself
    carries: tuple[str, ...] = ()  # words of wanted documents that are printed on it too
    form: str = ""  # of a line that only it has


@dataclass(frozen=True)
class Variant:
    """A document that is taken for a kind, and that staff should know of."""

    code: str  # of the note that staff read
    titles: tuple[str, ...]  # what it calls itself


@dataclass(frozen=True)
class CloudRequest:
    """How the cloud is asked for a document. Source: help.aliyun.com, OCR 2021-07-07."""

    action: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class DocumentKind:
    """One kind of document. A constant in a file of `kinds/` is all that it takes to read it."""

    name: str  # as in the API and the database
    fields: tuple[FieldKind, ...]  # in the order of the answer
    deciding: tuple[str, ...]  # without which no booking is confirmed; the first is blamed first
    wide: float  # its width in units of its height
    words: tuple[str, ...]  # that are printed on it and tell it
    absent: str  # code of the refusal that says that it is not on the photo
    cloud: CloudRequest | None = None  # None: no cloud reads it
    titles: tuple[str, ...] = ()  # what it calls itself
    other_side: Unwanted | None = None
    variants: tuple[Variant, ...] = ()
    stands_in_for: str = ""  # kind in whose place it is taken: whoever is asked may hold this one
    guards: Labels = field(default_factory=dict)  # labels beside it, whose values are not its own
    find: Callable[[Layout], dict[str, Row]] = labelled_rows
    # Judges fields by others; what it leaves out is not on this document.
    compare: Callable[[dict[str, Seen]], dict[str, Seen]] = _together
    checks: tuple[Check, ...] = ()
    typed_checks: tuple[Check, ...] = ()  # only of what its owner typed
    refuses_copies: bool = False  # it is printed in colours, so that a copy without any shows

    def __str__(self) -> str:
        return self.name

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Names of the fields, in the order of the answer."""
        return tuple(one.name for one in self.fields)

    @cached_property
    def form(self) -> Form:
        """What its print tells of the places of values."""
        return Form(
            labels={one.name: one.labels for one in self.fields} | dict(self.guards),
            places={one.name: one.place for one in self.fields if one.place},
            wide=self.wide,
            wrapping=tuple(one.name for one in self.fields if one.wraps),
            once=tuple(one.name for one in self.fields if one.once),
            tails={one.name: one.tail for one in self.fields if one.tail},
            ends={one.name: one.ends for one in self.fields if one.ends},
        )

    def field_kind(self, name: str) -> FieldKind:
        """Give one of its fields; what a guard guards is read like any text."""
        return self._fields.get(name) or FieldKind(name)

    def typed_entries(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Give what its owner types: what decides, and a birth date that no other value tells.

        Age is asked of everybody, whichever paper they hold.
        """
        told = {name for field, text in values.items() for name in self.tells(field, text)}
        asks = BIRTH_DATE in self.field_names and BIRTH_DATE not in told | {*self.deciding}
        return (*self.deciding, BIRTH_DATE) if asks else self.deciding

    def tells(self, name: str, text: str) -> Mapping[str, str]:
        """Give what a field's value tells of other fields."""
        return self.field_kind(name).tells(text)

    def fits(self, name: str, text: str) -> bool:
        """Whether a text can be the value of a field at all, as far as its form tells."""
        return self.field_kind(name).fits(text)

    @cached_property
    def _fields(self) -> dict[str, FieldKind]:
        return {one.name: one for one in self.fields}
