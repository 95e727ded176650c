"""Entries that every schema shares: text that PostgreSQL and people can bear."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from voltbay.core.errors import Invalid
from voltbay.core.local_time import sensible_day
from voltbay.identifiers.name import parse_name
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.text import MOST_PASTED

# Control characters and lone surrogates: NUL breaks PostgreSQL, others break pages and logs.
FORBIDDEN = {"Cc", "Cs"}
YEARS_20XX = r"^20\d\d-\d\d-\d\d$"
BIGGEST_ID = 2**63 - 1  # what PostgreSQL's bigint holds


class Body(BaseModel):
    """A request's body: an entry that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def printable(text: str) -> str:
    """Refuse characters that nobody means to type; line breaks are fine."""
    if any(category(each) in FORBIDDEN and each not in "\n\r\t" for each in text):
        raise ValueError("characters_not_allowed")
    return text


def in_writing(value: object) -> object:
    """Refuse a number where a day is due: pydantic would count seconds from 1970."""
    if not isinstance(value, (str, date)):
        raise ValueError("wrong_type")  # noqa: TRY004  # pydantic hears of no other
    return value


def in_our_time(day: date) -> date:
    """Refuse a day of a year that nobody means: beside it calendars and instants end."""
    try:
        return sensible_day(day)
    except ValueError as wrong:
        raise ValueError("out_of_range") from wrong


def entry(parse: Callable[[str], str]) -> AfterValidator:
    """Let a pure rule judge an entry; its refusal's code becomes the entry's."""

    def judge(text: str) -> str:
        try:
            return parse(text)
        except Invalid as refused:
            raise ValueError(refused.code) from refused

    return AfterValidator(judge)


# Programs that write requests by the API file learn from it which characters are none.
CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
PRINTABLE = rf"^[^{CONTROLS}]*$"
NOT_BLANK = rf"^[^{CONTROLS}]*[^\s{CONTROLS}][^{CONTROLS}]*$"
Text = Annotated[str, AfterValidator(printable), Field(json_schema_extra={"pattern": PRINTABLE})]
Line = Annotated[Text, StringConstraints(max_length=200)]
# What has to be said: blanks are cut off, and something is left.
Said = Annotated[
    str,
    AfterValidator(printable),
    Field(min_length=1, json_schema_extra={"pattern": NOT_BLANK}),
]
SaidLine = Annotated[Said, Field(max_length=200)]
# Length apart from characters: whoever sends a short one is not told of its characters.
Key = Annotated[str, StringConstraints(min_length=8, max_length=80, pattern=r"^[\x21-\x7e]*$")]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
WrittenDay = Annotated[date, BeforeValidator(in_writing)]
Day = Annotated[
    date,
    AfterValidator(in_our_time),
    WithJsonSchema({"format": "date", "pattern": YEARS_20XX, "type": "string"}),
]
# What is pasted may be longer than what is kept of it: limits are held after folding.
Pasted = Annotated[Text, Field(max_length=MOST_PASTED)]
Name = Annotated[Pasted, entry(parse_name)]
Phone = Annotated[Pasted, entry(parse_phone)]
