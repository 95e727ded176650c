"""Which cloud provider photos of documents may be sent to here, and what owners are told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from voltbay.accounts.models import Agreement


class When(StrEnum):
    """Which photos of a consenting owner are sent."""

    DOUBTFUL = "doubtful"  # those that this machine cannot read for certain
    ALWAYS = "always"


@dataclass(frozen=True)
class Provider:
    """A firm that reads photos for us. The consent to it is of a kind of its own: it names one."""

    consent: Agreement.Kind
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Cloud:
    """A provider in use."""

    provider: Provider
    when: When


ALIYUN = Provider(Agreement.Kind.ALIYUN, "阿里云", "Alibaba Cloud")
BY_ENGINE: Mapping[str, Cloud] = {
    "combined": Cloud(ALIYUN, When.DOUBTFUL),
    "aliyun": Cloud(ALIYUN, When.ALWAYS),
}


def cloud_in_use() -> Cloud | None:
    """Return the provider that the settings let photos go to, or None if all stay here."""
    if not settings.VOLTBAY_CLOUD_READINGS_A_MONTH:
        return None
    return BY_ENGINE.get(settings.VOLTBAY_RECOGNITION_ENGINE)


def unused_consents() -> set[Agreement.Kind]:
    """Return the kinds of consent to providers that get nothing from here: nobody is asked."""
    cloud = cloud_in_use()
    kinds = {each.provider.consent for each in BY_ENGINE.values()}
    return kinds - {cloud.provider.consent} if cloud else kinds
