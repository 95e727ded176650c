"""Which agreements are in force, and who agreed to them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models.functions import Now

from voltbay.accounts.agreements.clouds import unused_consents
from voltbay.accounts.agreements.errors import AgreementMissing, AgreementOutdated, AgreementUnknown
from voltbay.accounts.models import Agreement, Choice, Consent, Owner
from voltbay.core.rows import Columns, ask

NEEDED = (Agreement.Kind.TERMS, Agreement.Kind.PRIVACY)  # there is no account without them
CONSENT = Columns(Consent)
STANDING = f"""
SELECT {CONSENT.select("said")} FROM (
    SELECT DISTINCT ON (kind) * FROM accounts_consent
    WHERE owner_id = %(owner)s ORDER BY kind, id DESC
) AS said WHERE action = '{Consent.Action.GIVEN.value}' ORDER BY kind
"""  # noqa: S608  # our own names


def current_agreements(*, now: datetime) -> dict[str, Agreement]:
    """Return the version in force of each kind that has one, by kind."""
    in_force = Agreement.objects.filter(published_at__lte=now, effective_at__lte=now)
    newest = in_force.order_by("kind", "-effective_at").distinct("kind")
    return {agreement.kind: agreement for agreement in newest}


def offered_agreements(*, now: datetime) -> dict[str, Agreement]:
    """Return those in force without the consents to providers that are not in use here."""
    unused, current = unused_consents(), current_agreements(now=now)
    return {kind: agreement for kind, agreement in current.items() if kind not in unused}


def current_agreement(kind: str, *, now: datetime) -> Agreement:
    """Return the version in force of a kind. Raises AgreementUnknown."""
    try:
        return current_agreements(now=now)[kind]
    except KeyError as nothing_in_force:
        raise AgreementUnknown from nothing_in_force


def agreement_in_force(kind: str, version: str, *, now: datetime) -> Agreement:
    """Return the agreement if it is in force. Raises AgreementUnknown or AgreementOutdated."""
    agreement = current_agreement(kind, now=now)
    _check_version(agreement, version)
    return agreement


def accepted(versions: Mapping[str, str], *, now: datetime) -> list[Agreement]:
    """Return the agreements in force that these versions by kind are, with all that are needed.

    Raises AgreementUnknown, AgreementOutdated or AgreementMissing.
    """
    current = current_agreements(now=now)
    for kind, version in versions.items():
        if kind not in current:
            raise AgreementUnknown(fields={"agreements": AgreementUnknown.code})
        _check_version(current[kind], version)
    # Also when none is published yet: without texts to agree to nobody may come in.
    if not versions.keys() >= set(NEEDED):
        raise AgreementMissing(fields={"agreements": AgreementMissing.code})
    return [current[kind] for kind in versions]


def has_consented(owner: Owner, kind: str) -> bool:
    """Tell whether the owner's last word on this kind is a yes to the version in force.

    By the database's clock: a version comes into force for every process at the same time.
    """
    published = Agreement.objects.filter(
        kind=kind, published_at__isnull=False, effective_at__lte=Now()
    )
    in_force = published.order_by("-effective_at").values("pk")[:1]
    last_word = Consent.objects.filter(owner=owner, kind=kind).order_by("-id").values("pk")[:1]
    return Consent.objects.filter(
        pk__in=last_word, action=Consent.Action.GIVEN, agreement__in=in_force
    ).exists()


def standing_consents(owner: Owner) -> list[Consent]:
    """Return the owner's last word on each kind, where it is a yes."""
    return [CONSENT.read(row) for row in ask(STANDING, {"owner": owner.pk})]


def last_choice(owner: Owner, of: Choice.Of) -> Choice | None:
    """Return the owner's last word on a purpose, or None if none was said."""
    return Choice.objects.filter(owner=owner, of=of).order_by("-id").first()


def wants_reminders(owner: Owner) -> bool:
    """Tell whether the owner may be reminded: yes, until that was taken back."""
    said = last_choice(owner, Choice.Of.REMINDERS)
    return said is None or said.action == Choice.Action.GIVEN


def _check_version(agreement: Agreement, version: str) -> None:
    if agreement.version != version:
        raise AgreementOutdated(
            fields={"agreements": AgreementOutdated.code},
            kind=agreement.kind,
            version=agreement.version,
        )
