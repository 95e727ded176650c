"""The Django app of this package."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "voltbay.notifications"
    label = "notifications"
    verbose_name = _("notifications")

    def ready(self) -> None:
        """Stop a start whose messages could not be sent."""
        from voltbay.notifications.channels import CHANNELS
        from voltbay.notifications.templates import TEMPLATES
        from voltbay.notifications.wechat.templates import what_is_wrong

        chosen = settings.VOLTBAY_SMS_CHANNEL
        if chosen not in CHANNELS:
            raise ImproperlyConfigured(f"VOLTBAY_SMS_CHANNEL is {chosen}, not one of {CHANNELS}")
        lacking = TEMPLATES.keys() - settings.VOLTBAY_SMS_TEMPLATES.keys()
        if chosen == "aliyun_sms" and lacking:
            raise ImproperlyConfigured(f"VOLTBAY_SMS_TEMPLATES has no code for {sorted(lacking)}")
        if surplus := settings.VOLTBAY_SMS_TEMPLATES.keys() - TEMPLATES.keys():
            raise ImproperlyConfigured(f"VOLTBAY_SMS_TEMPLATES: nothing sends {sorted(surplus)}")
        for kind in settings.VOLTBAY_WECHAT_TEMPLATES:
            if wrong := what_is_wrong(kind):
                raise ImproperlyConfigured(f"VOLTBAY_WECHAT_TEMPLATES: {kind} {wrong}")
