"""Counting the messages that an owner has agreed to get in WeChat."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from voltbay.accounts.models import Owner, WechatAccount
from voltbay.accounts.wechat.errors import TemplateUnknown, WechatNotLinked, WechatNotOffered
from voltbay.notifications.wechat.accepts import accepts_left, add_accept
from voltbay.notifications.wechat.server import is_offered
from voltbay.notifications.wechat.templates import kind_of, wechat_template


@transaction.atomic
def subscribe(*, owner: Owner, template_ids: Iterable[str]) -> None:
    """Count one more message for each template that was accepted, by its id.

    Raises WechatNotOffered, WechatNotLinked or TemplateUnknown; then none is counted.
    """
    if not is_offered():
        raise WechatNotOffered
    linked = WechatAccount.objects.filter(owner=owner).order_by("-id").first()
    if linked is None or owner.phone is None:
        raise WechatNotLinked
    for template_id in sorted(set(template_ids)):
        kind = kind_of(template_id)
        if kind is None:
            raise TemplateUnknown(fields={"templates": TemplateUnknown.code})
        add_accept(kind, phone=owner.phone, openid=linked.openid)


def subscriptions(owner: Owner) -> list[tuple[str, str, int]]:
    """Return kind and id of each template, and how many messages of it are still accepted."""
    left = accepts_left(owner.phone) if owner.phone else {}
    found = ((kind, wechat_template(kind)) for kind in settings.VOLTBAY_WECHAT_TEMPLATES)
    return [
        (kind, template.id, left.get(kind, 0)) for kind, template in found if template is not None
    ]
