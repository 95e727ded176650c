"""The texts of messages as they are said now, and changing them where the channel lets us."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from django.conf import settings
from django.db import transaction

from voltbay.core.languages import EN
from voltbay.notifications.errors import KindUnknown, TextEdited, TextFixed, TextWrong
from voltbay.notifications.models import TemplateText
from voltbay.notifications.templates import TEMPLATES, Template, signature, template_of

LONGEST = 300  # characters: five billed messages
# Without these a message does not do what it is sent for.
ESSENTIAL = frozenset({"code", "link"})
ONE_MESSAGE, EACH_OF_MORE = 70, 67  # characters that are billed as one
SAMPLES = {
    "code": "VB7K2M9QXA",
    "minutes": "5",
    "phone": "138****8000",
    "service": "400-820-8888",
    "time": "04-08 09:00",
    "was": "04-07 14:00",
    "outlet": "浦东金桥回收服务网点",
    "company": "申通出租汽车有限公司",
    "cars": "8",
    "bay": "04-08 10:30",
    "first": "04-08 09:00",
    "last": "04-10 15:30",
    "serial": "VR260408-7K3M9Q2T",
    "link": "/r/VR260408-7K3M9Q2T",
    "what": "新预约，沪AD12345，04-08 09:00",
    "count": "7",
}

SAMPLES_OF = {
    "sign_in_code": {"code": "482913"},
    "place_offered": {"link": "/#/pages/waitlist/waitlist"},
    "quote_made": {"link": "/#/pages/quote/quote?code=VB7K2M9QXA"},
    "call_out_promised": {"link": "/#/pages/call-outs/call-outs"},
    **{
        kind: {"link": "/#/pages/fleets/fleets"}
        for kind in ("fleet_invited", "fleet_approved", "fleet_refused")
    },
    "company_let_in": {"link": "/console/"},
    "company_not_let_in": {"link": "/console/sign-up/7f3c/"},
    "staff_confirm": {"link": "/console/hear/confirm/0mX2a7Qk/"},
    "staff_digest": {"what": "新预约 4、预约改期 2、危险电池 1"},
    "block_receipts": {
        "code": "VF7K2M9QXA",
        "link": "/#/pages/receipts/receipts",
    },
    **{
        kind: {
            "code": "VF7K2M9QXA",
            "link": "/#/pages/fleet-block/fleet-block?id=7f3c&code=VF7K2M9QXA",
        }
        for kind in ("block_quotes", "block_payouts")
    },
    **{
        kind: {"code": "VF7K2M9QXA"}
        for kind in ("block_confirmed", "block_cancelled", "block_tomorrow", "block_missed")
    },
}


@dataclass(frozen=True)
class Texts:
    """What a kind of message says in both languages; `is_ours` if nobody changed it."""

    zh: str
    en: str
    is_ours: bool = True

    @property
    def version(self) -> str:
        """What changes with either text."""
        return hashlib.sha256(repr((self.zh, self.en)).encode()).hexdigest()


def may_change() -> bool:
    """Tell whether the channel sends our texts; a vendor sends those that it approved."""
    return bool(settings.VOLTBAY_SMS_CHANNEL == "screen")


def said(kind: str, *, language: str, params: Mapping[str, str]) -> str:
    """Return what the owner reads. Raises as `template_of` does."""
    template_of(kind, params=params)
    return filled(texts_of(kind), language=language, params=params)


def filled(texts: Texts, *, language: str, params: Mapping[str, str]) -> str:
    """Return a text in a language with its gaps filled."""
    body = texts.en if language == EN else texts.zh
    return signature(language) + body.format_map(params)


def sample_of(kind: str) -> dict[str, str]:
    """Return values to look at a kind of message with."""
    sample = {name: SAMPLES[name] for name in find_kind(kind).params} | SAMPLES_OF.get(kind, {})
    if "link" in sample:
        sample["link"] = settings.VOLTBAY_PUBLIC_URL + sample["link"]
    return sample


def find_kind(kind: str) -> Template:
    """Return a kind's template. Raises KindUnknown."""
    if kind not in TEMPLATES:
        raise KindUnknown
    return TEMPLATES[kind]


def texts_of(kind: str) -> Texts:
    """Return what a kind says now. Raises KindUnknown."""
    ours = find_kind(kind)
    changed = TemplateText.objects.filter(name=kind).first()
    if changed is None:
        return Texts(ours.zh, ours.en)
    return Texts(changed.zh, changed.en, is_ours=False)


def all_texts() -> dict[str, Texts]:
    """Return what every kind says now, in one statement."""
    changed = {each.name: each for each in TemplateText.objects.all()}
    return {
        kind: Texts(changed[kind].zh, changed[kind].en, is_ours=False)
        if kind in changed
        else Texts(ours.zh, ours.en)
        for kind, ours in TEMPLATES.items()
    }


def check_texts(kind: str, *, zh: str, en: str) -> Texts:
    """Return texts that the kind can say. Raises KindUnknown or TextWrong with what is wrong."""
    known = find_kind(kind).params
    for field, text in (("zh", zh), ("en", en)):
        if not 1 <= len(text) <= LONGEST:
            raise TextWrong(gap="–", fields={field: TextWrong.code})
        if wrong := _wrong_gaps(text, known):
            raise TextWrong(gap="、".join(wrong), fields={field: TextWrong.code})
    return Texts(zh, en, is_ours=False)


@transaction.atomic
def change_texts(kind: str, *, zh: str, en: str, seen: str) -> None:
    """Have a kind say something else; our own texts again are no change.

    Raises KindUnknown, TextFixed, TextWrong, or TextEdited if it does not say what was `seen`.
    """
    if not may_change():
        raise TextFixed
    new = check_texts(kind, zh=zh, en=en)
    # The row may not be there yet: the whole table waits, which nothing else writes.
    list(TemplateText.objects.select_for_update().values_list("pk", flat=True))
    if texts_of(kind).version != seen:
        raise TextEdited
    ours = TEMPLATES[kind]
    if (new.zh, new.en) == (ours.zh, ours.en):
        TemplateText.objects.filter(name=kind).delete()
    else:
        TemplateText.objects.update_or_create(name=kind, defaults={"zh": zh, "en": en})


def billed(text: str) -> int:
    """Return as how many messages a text is billed.

    >>> billed("字" * 70), billed("字" * 71)
    (1, 2)
    """
    return 1 if len(text) <= ONE_MESSAGE else -(-len(text) // EACH_OF_MORE)


def for_vendor(text: str) -> str:
    """Write a text as Aliyun wants it submitted for approval.

    >>> for_vendor("验证码 {code}")
    '验证码 ${code}'
    """
    return text.replace("{", "${")


def _wrong_gaps(text: str, known: frozenset[str]) -> list[str]:
    """Return the gaps that cannot be filled, and those that must not be missing."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:  # a brace alone
        return ["{ }"]
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not conversion for _, name, spec, conversion in parts if name)
    if not plain:
        return ["{ : ! }"]
    lacking = (ESSENTIAL & known) - names
    return sorted([f"{{{name}}}" for name in (names - known) | lacking])
