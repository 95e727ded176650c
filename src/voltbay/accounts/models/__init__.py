"""Who owns a car, who works here, and what each owner agreed to."""

from voltbay.accounts.models.agreements import Agreement, Consent
from voltbay.accounts.models.choices import Choice
from voltbay.accounts.models.codes import (
    CodeAsk,
    CodeDay,
    SignInCode,
    SpentChallenge,
    WrongCode,
)
from voltbay.accounts.models.owners import (
    Device,
    Owner,
    PhoneQuestion,
    Session,
    Vehicle,
    WechatAccount,
)
from voltbay.accounts.models.staff import (
    KnownDevice,
    Role,
    SecondFactor,
    StaffManager,
    StaffUser,
)
from voltbay.accounts.models.support import Support

__all__ = [
    "Agreement",
    "Choice",
    "CodeAsk",
    "CodeDay",
    "Consent",
    "Device",
    "KnownDevice",
    "Owner",
    "PhoneQuestion",
    "Role",
    "SecondFactor",
    "Session",
    "SignInCode",
    "SpentChallenge",
    "StaffManager",
    "StaffUser",
    "Support",
    "Vehicle",
    "WechatAccount",
    "WrongCode",
]
