"""What a company says of itself: one value that is written, sent, compared and published whole."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

LONGEST_NAME = 120
LONGEST_OFFER = 400
MOST_CERTIFICATES, MOST_OFFERS, MOST_PICTURES = 30, 20, 12  # on one page

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Certificate(_Part):
    """A permit or certificate; `scan` is a picture of it."""

    name: Name
    number: Annotated[str, Field(max_length=80)] = ""
    valid_until: date | None = None
    scan: UUID | None = None


class Offer(_Part):
    """Something that the company does, in its own words."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(max_length=LONGEST_OFFER)] = ""


class Shown(_Part):
    """A picture on the page, in words for those who do not see it."""

    picture: UUID
    alt: Annotated[str, Field(max_length=LONGEST_NAME)] = ""


class Content(_Part):
    """All of it. `introduction_html` is cleaned."""

    phone: str = ""
    website: str = ""
    since_year: int | None = None
    name_en: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    introduction_html: str = ""
    certificates: Annotated[tuple[Certificate, ...], Field(max_length=MOST_CERTIFICATES)] = ()
    offers: Annotated[tuple[Offer, ...], Field(max_length=MOST_OFFERS)] = ()
    pictures: Annotated[tuple[Shown, ...], Field(max_length=MOST_PICTURES)] = ()

    def kept(self) -> dict[str, Any]:
        """Return it as a version keeps it; `Content.model_validate` reads that."""
        return self.model_dump(mode="json")

    def all_pictures(self) -> set[UUID]:
        """Return which pictures it needs, scans among them."""
        scans = {each.scan for each in self.certificates if each.scan}
        return scans | {each.picture for each in self.pictures}


def sentences(content: Content) -> Sequence[tuple[str, str]]:
    """Return what it says, part by part, as it is compared: a part's name and its words.

    Pictures are their words with the end of their number, so that another one is another line.
    """
    return [(name, unicodedata.normalize("NFC", text)) for name, text in _parts(content)]


def _parts(content: Content) -> Iterator[tuple[str, str]]:
    yield "name_en", content.name_en
    yield "phone", content.phone
    yield "website", content.website
    yield "since_year", str(content.since_year or "")
    yield "introduction_html", content.introduction_html
    yield "certificates", _lines(_certificate(each) for each in content.certificates)
    yield "offers", _lines(" ".join((each.name, each.text)) for each in content.offers)
    yield "pictures", _lines(f"{each.alt} #{_end(each.picture)}" for each in content.pictures)


def _certificate(each: Certificate) -> str:
    until = each.valid_until.isoformat() if each.valid_until else ""
    scan = f"#{_end(each.scan)}" if each.scan else ""
    return " ".join(part for part in (each.name, each.number, until, scan) if part)


def _end(picture: UUID) -> str:
    return str(picture)[-6:]


def _lines(parts: Iterator[str]) -> str:
    return "\n".join(parts)
