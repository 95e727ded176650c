"""Two versions of an agreement, and who agreed to which."""

from datetime import timedelta

from django.utils import timezone

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from voltbay.accounts.agreements.give_consent import record_consents, withdraw_consent
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement, Owner


def version(number: str, *, zh: str, en: str, ago: int, kind: str = "documents") -> Agreement:
    """Publish a version that came into force some days ago."""
    now = timezone.now()
    draft = Agreement.objects.create(
        kind=kind,
        version=number,
        title_zh="证件信息处理同意书",
        title_en="Consent",
        html_zh=zh,
        html_en=en,
        effective_at=now - timedelta(days=ago),
    )
    return publish_agreement(draft, now=now)


def older() -> Agreement:
    """Publish the version that says thirty days."""
    return version("2026-04-01", zh="<p>保存 30 天。</p>", en="<p>Kept 30 days.</p>", ago=9)


def newer() -> Agreement:
    """Publish the version that says sixty days, and more."""
    zh = "<p>保存 60 天。</p><p>可以<b>撤回</b>。</p>"
    return version("2026-05-01", zh=zh, en="<p>Kept 60 days.</p>", ago=1)


def agreed(old: Agreement, new: Agreement) -> Owner:
    """Have Alice agree to both and take it back, Bob to the old one; return Alice."""
    now = timezone.now()
    alice, bob = owner_with(ALICE_PHONE), owner_with(BOB_PHONE)
    alice.name = "王小燕"
    alice.save()
    record_consents([old], owner=bob, client="H5", now=now - timedelta(days=5))
    record_consents([old], owner=alice, client="H5", now=now - timedelta(days=5))
    record_consents([new], owner=alice, client="WeChat", now=now)
    withdraw_consent(owner=alice, kind="documents", client="H5", now=now)
    return alice
