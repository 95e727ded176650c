"""What one published or drafted version of an agreement says otherwise than another."""

from collections.abc import Sequence
from dataclasses import dataclass

from voltbay.accounts.agreements.diff import Paragraph, differences
from voltbay.accounts.agreements.errors import AgreementUnknown
from voltbay.accounts.models import Agreement


@dataclass(frozen=True)
class Comparison:
    """Two versions, their differences in both languages, and all versions of their kind."""

    old: Agreement
    new: Agreement
    zh: Sequence[Paragraph]
    en: Sequence[Paragraph]
    versions: Sequence[Agreement]


def compare(old_id: int, new_id: int) -> Comparison:
    """Compare two versions of one kind. Three statements. Raises AgreementUnknown."""
    old, new = _find(old_id), _find(new_id)
    if old.kind != new.kind:
        raise AgreementUnknown
    return Comparison(
        old=old,
        new=new,
        zh=differences(_html(old, "zh"), _html(new, "zh")),
        en=differences(_html(old, "en"), _html(new, "en")),
        versions=list(Agreement.objects.filter(kind=new.kind).order_by("-effective_at")),
    )


def _find(number: int) -> Agreement:
    found = Agreement.objects.filter(pk=number).first()
    if found is None:
        raise AgreementUnknown
    return found


def _html(version: Agreement, language: str) -> str:
    title, html = (getattr(version, f"{part}_{language}") for part in ("title", "html"))
    return f"<h1>{title}</h1>{html}"
