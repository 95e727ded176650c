"""Forgetting that an owner came by WeChat."""

from django.db import transaction

from voltbay.accounts.models import Owner, WechatAccount
from voltbay.notifications.wechat.accepts import erase_accepts


@transaction.atomic
def unlink_wechat(owner: Owner) -> None:
    """Forget the owner's WeChat users and what they accepted there. Safe to repeat.

    Their sessions go with them, so the mini-program is signed out; what is still queued goes out
    by SMS, as nothing is accepted in WeChat any more.
    """
    WechatAccount.objects.filter(owner=owner).delete()
    if owner.phone is not None:
        erase_accepts(owner.phone)
