"""What staff may hear of, how it reaches them and when. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from voltbay.core.retention import Words


class Channel(StrEnum):
    """How news reaches somebody."""

    SMS = "sms"
    EMAIL = "email"
    ROBOTS = "robots"  # of the outlet's groups: once each, however many people chose it


class When(StrEnum):
    """When it does."""

    OFF = "off"
    NOW = "now"
    DIGEST = "digest"  # in one message at eight in the morning


class Vendor(StrEnum):
    """Whose group robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


@dataclass(frozen=True)
class About:
    """One kind of news: its words, and who hears of it.

    `passes` goes out at once, quiet hours or not. `managers` alone may see the page behind it, or
    only those of a `company`, or the `platform`'s own people.
    """

    says: Words
    passes: bool = False
    managers: bool = False
    company: bool = False
    platform: bool = False


class Kind(StrEnum):
    """What happened, or is about to."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    TO_REVIEW = "to_review"
    DANGEROUS = "dangerous"
    STORE = "store"
    CERTIFICATE = "certificate"
    REPORT = "report"
    DECIDED = "decided"
    TO_CHECK = "to_check"
    TRIAL = "trial"  # somebody tries whether messages arrive; nobody chooses it


KINDS: dict[Kind, About] = {
    Kind.NEW: About(Words("新预约", "New booking")),
    Kind.MOVED: About(Words("预约改期", "Booking moved")),
    Kind.CANCELLED: About(Words("预约取消", "Booking cancelled")),
    Kind.TO_REVIEW: About(Words("预约待审核", "Booking to review")),
    Kind.DANGEROUS: About(Words("危险电池", "Dangerous battery"), passes=True),
    Kind.STORE: About(Words("电池库将满", "Battery store nearly full")),
    Kind.CERTIFICATE: About(
        Words("技术人员证书、企业资质将到期", "Certificate expiring"), managers=True
    ),
    Kind.REPORT: About(Words("溯源上报到期", "Traceability report due"), managers=True),
    Kind.DECIDED: About(Words("企业主页、文章审核结果", "Page or article decided"), company=True),
    Kind.TO_CHECK: About(
        Words("企业主页、文章、入驻待审核", "Page, article or company to check"), platform=True
    ),
}
TRIAL = About(Words("试发消息：收到即表示设置正确", "Trial message: it works"), passes=True)


def about(kind: str) -> About:
    """Return what a kind is. Raises KeyError if there is none such."""
    return TRIAL if kind == Kind.TRIAL else KINDS[Kind(kind)]
