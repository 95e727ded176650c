"""Which messages may be sent in WeChat: one for every tap on accept."""

from voltbay.notifications.models import WechatAccept
from voltbay.notifications.tell import phone_fingerprint


def add_accept(kind: str, *, phone: str, openid: str) -> None:
    """Count one more message of a kind that a phone's holder agreed to get in WeChat."""
    accept, _ = WechatAccept.objects.select_for_update().get_or_create(
        phone_fingerprint=phone_fingerprint(phone), template=kind, defaults={"openid": openid}
    )
    accept.openid = openid  # the newest WeChat user of this phone gets it
    accept.left = min(accept.left + 1, WechatAccept.MOST)
    accept.save()


def accepts_left(phone: str) -> dict[str, int]:
    """Return how many messages of each kind may still be sent."""
    mine = WechatAccept.objects.filter(phone_fingerprint=phone_fingerprint(phone))
    return dict(mine.values_list("template", "left"))


def move_accepts(phone: str, *, to: str, openid: str | None) -> None:
    """Take the accepts of one WeChat user along to an owner's new phone; those of others go."""
    erase_accepts(to)
    for accept in WechatAccept.objects.filter(phone_fingerprint=phone_fingerprint(phone)):
        if accept.openid != openid:
            accept.delete()
            continue
        accept.phone_fingerprint = phone_fingerprint(to)
        accept.save(update_fields=["phone_fingerprint"])


def erase_accepts(phone: str) -> None:
    """Forget what a phone's holder agreed to get."""
    WechatAccept.objects.filter(phone_fingerprint=phone_fingerprint(phone)).delete()
