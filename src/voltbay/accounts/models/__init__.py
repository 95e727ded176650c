"""Who owns a car, who works here, and what each owner agreed to."""

from voltbay.accounts.models.agreements import Agreement, Consent
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
    Role,
    SecondFactor,
    SignInAttempt,
    StaffManager,
    StaffUser,
)
from voltbay.accounts.models.support import Support

__all__ = [
    "Agreement",
    "CodeAsk",
    "CodeDay",
    "Consent",
    "Device",
    "Owner",
    "PhoneQuestion",
    "Role",
    "SecondFactor",
    "Session",
    "SignInAttempt",
    "SignInCode",
    "SpentChallenge",
    "StaffManager",
    "StaffUser",
    "Support",
    "Vehicle",
    "WechatAccount",
    "WrongCode",
]
