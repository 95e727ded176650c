"""Why staff are not let in, or not changed."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from voltbay.limits.errors import LimitReached


class StaffSignInWrong(Invalid):
    """User name and password do not belong together, or the account is closed."""

    code = "staff_sign_in_wrong"


class StaffDormant(NotAllowed):
    """The password is right, but its account has rested for `days` days: a manager wakes it."""

    code = "staff_dormant"


class StaffLocked(LimitReached):
    """Too many wrong tries: by this caller under this name, from this address, or by many."""

    code = "staff_locked"


class SignInBusy(Unavailable):
    """Too many strangers try at this moment; nothing was looked at, and nothing counted."""

    code = "sign_in_busy"


class SecondFactorWrong(Invalid):
    """The authenticator's code is wrong, or was used before."""

    code = "second_factor_wrong"


class PasswordTooWeak(Invalid):
    """The new password is too short, too common or the old one."""

    code = "password_too_weak"


class PasswordsDiffer(Invalid):
    """The new password was typed in two ways."""

    code = "passwords_differ"


class StaffUnknown(NotFound):
    """There is no such member of staff, or not one whom this person manages."""

    code = "staff_unknown"


class StaffNotYours(NotAllowed):
    """Oneself, a role above one's own, or an outlet that is not one's own: not to be managed."""

    code = "staff_not_yours"


class StaffNameTaken(Conflict):
    """Somebody signs in with this user name already."""

    code = "staff_name_taken"


class StaffEntryWrong(Invalid):
    """The user name is malformed, or what the role needs is missing: outlets, or a company."""

    code = "staff_entry_wrong"


class StaffChangedMeanwhile(Conflict):
    """Somebody else changed this member of staff; nothing was overwritten."""

    code = "staff_changed_meanwhile"
