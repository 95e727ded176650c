"""Publishing the texts that Voltbay brings along, in the name of whoever runs it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files

from django.conf import settings
from django.db import transaction

from voltbay.accounts.agreements.clouds import unused_consents
from voltbay.accounts.agreements.given_to import given_to
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement
from voltbay.brand.brand import brand
from voltbay.core.languages import EN, ZH
from voltbay.core.retention import register

VERSION = "2026-04-01"
TITLES = {
    Agreement.Kind.TERMS: ("用户服务协议", "Terms of use"),
    Agreement.Kind.PRIVACY: ("个人信息处理说明", "Privacy notice"),
    Agreement.Kind.DOCUMENTS: ("证件信息处理同意书", "Consent to reading documents"),
    Agreement.Kind.ALIYUN: ("阿里云识别证件照片同意书", "Consent to recognition by Alibaba Cloud"),
}


@dataclass(frozen=True)
class Operator:
    """Who handles the owners' personal information, as the texts have to say."""

    operator: str
    address: str
    contact: str


@transaction.atomic
def seed_agreements(
    by: Operator, *, effective_at: datetime, now: datetime, version: str = VERSION
) -> list[Agreement]:
    """Publish each text that has no such version yet, and return those. Safe to repeat.

    The consent to a cloud provider is published where that provider is in use.
    """
    known = set(Agreement.objects.filter(version=version).values_list("kind", flat=True))
    drafts = [
        Agreement(
            kind=kind,
            version=version,
            title_zh=in_chinese,
            title_en=in_english,
            html_zh=_text(kind, "zh", by),
            html_en=_text(kind, "en", by),
            effective_at=effective_at,
        )
        for kind, (in_chinese, in_english) in _titles().items()
        if kind not in known
    ]
    return [publish_agreement(draft, now=now) for draft in drafts]


def _titles() -> dict[Agreement.Kind, tuple[str, str]]:
    unused = unused_consents()
    return {kind: titles for kind, titles in TITLES.items() if kind not in unused}


def _text(kind: str, language: str, by: Operator) -> str:
    raw = files("voltbay.accounts.agreements").joinpath("texts", f"{kind}.{language}.html")
    # How long each thing is kept is the register's to say, as it is what erases it.
    spoken = ZH if language == "zh" else EN
    kept = {kind: rule.said(spoken) for kind, rule in register().items()}
    given = {name: words.said(spoken) for name, words in given_to().items()}
    hours = str(settings.VOLTBAY_DOCUMENT_HOURS)
    return raw.read_text(encoding="utf-8").format(
        **asdict(by), service=brand().name(spoken), document_hours=hours, kept=kept, given=given
    )
