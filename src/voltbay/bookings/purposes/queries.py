"""What an owner's data are used for on the ground of a yes, and every word said on it."""

from dataclasses import dataclass
from datetime import datetime

from voltbay.accounts.agreements.queries import (
    last_choice,
    offered_agreements,
    standing_consents,
)
from voltbay.accounts.models import Agreement, Choice, Consent, Owner, WechatAccount
from voltbay.notifications.wechat.server import is_offered

WITH_TEXT = (Agreement.Kind.DOCUMENTS, Agreement.Kind.ALIYUN)
MOST = 50  # words that a screen goes back; the copy of one's data has all


@dataclass(frozen=True)
class Purpose:
    """One purpose now. `since` is the last word's time, None where none was ever said.

    `version` is of the text to agree to for switching it on; None where there is no such text.
    """

    name: str
    is_on: bool
    since: datetime | None
    version: str | None = None


@dataclass(frozen=True)
class Word:
    """A yes or a no: to which purpose or text, when, and whether staff wrote it down."""

    name: str
    action: str
    at: datetime
    version: str = ""
    by_staff: bool = False


def purposes_of(owner: Owner, *, now: datetime) -> list[Purpose]:
    """Return every purpose that is in use here, or that the owner has said yes to."""
    return [*_with_text(owner, now), *_wechat(owner), _reminders(owner)]


def words_of(owner: Owner) -> list[Word]:
    """Return the owner's words on agreements and purposes, newest first."""
    given = Consent.objects.filter(owner=owner).order_by("-id")[:MOST]
    said = Choice.objects.filter(owner=owner).order_by("-id")[:MOST]
    words = [Word(each.kind, each.action, each.at, each.version) for each in given]
    words += [Word(each.of, each.action, each.at, "", each.staff_id is not None) for each in said]
    return sorted(words, key=lambda word: word.at, reverse=True)[:MOST]


def _with_text(owner: Owner, now: datetime) -> list[Purpose]:
    offered = offered_agreements(now=now)
    standing = {each.kind for each in standing_consents(owner)}
    found = []
    for kind in WITH_TEXT:
        if kind not in offered and kind not in standing:
            continue
        last = Consent.objects.filter(owner=owner, kind=kind).order_by("-id").first()
        found.append(
            Purpose(
                kind.value,
                # An old version's yes lets nothing be done, but it stands until it is taken back.
                is_on=kind in standing,
                since=last.at if last else None,
                version=offered[kind].version if kind in offered else None,
            )
        )
    return found


def _wechat(owner: Owner) -> list[Purpose]:
    linked = WechatAccount.objects.filter(owner=owner).order_by("-id").first()
    if linked is None and not is_offered():
        return []
    said = last_choice(owner, Choice.Of.WECHAT)
    since = said.at if said else linked.created_at if linked else None
    return [Purpose(Choice.Of.WECHAT.value, is_on=linked is not None, since=since)]


def _reminders(owner: Owner) -> Purpose:
    said = last_choice(owner, Choice.Of.REMINDERS)
    is_on = said is None or said.action == Choice.Action.GIVEN
    return Purpose(Choice.Of.REMINDERS.value, is_on=is_on, since=said.at if said else None)
