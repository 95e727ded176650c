"""Why signing in, agreeing or changing details is refused."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany


class CaptchaMalformed(Invalid):
    """The answer to the proof-of-work challenge is not one."""

    code = "captcha_malformed"


class CaptchaWrong(Invalid):
    """The challenge is not ours, or the number does not solve it."""

    code = "captcha_wrong"


class CaptchaExpired(Invalid):
    """The challenge was solved too late, or used before."""

    code = "captcha_expired"


class CodesTooOften(TooMany):
    """This phone was sent a code a moment ago, or as many as it may be sent for now."""

    code = "codes_too_often"


class AddressTooBusy(TooMany):
    """From this network address too many codes were asked for."""

    code = "address_too_busy"


class CodeMalformed(Invalid):
    """It is not six digits."""

    code = "code_malformed"


class CodeWrong(Invalid):
    """It is not the code that was sent; `tries_left` says how often one may still try."""

    code = "code_wrong"


class CodeExpired(Invalid):
    """No code of this phone is open: none was sent, it is too old, or it was used."""

    code = "code_expired"


class CodeTriedTooOften(Invalid):
    """The code was guessed at five times, and no longer opens anything."""

    code = "code_tried_too_often"


class AgreementMissing(Invalid):
    """A text that everybody has to agree to was not agreed to."""

    code = "agreement_missing"


class AgreementOutdated(Conflict):
    """What was agreed to is not the version in force: read the new one first."""

    code = "agreement_outdated"


class AgreementUnknown(NotFound):
    """There is no agreement of this kind in force."""

    code = "agreement_unknown"


class AgreementPublished(Conflict):
    """A published version stays as it is; publish a new one."""

    code = "agreement_published"


class ConsentNeeded(NotAllowed):
    """Without this agreement there is no account: close the account instead."""

    code = "consent_needed"


class PhoneTaken(Conflict):
    """Another account signs in with this phone."""

    code = "phone_taken"


class PhoneUnchanged(Conflict):
    """The account already signs in with this phone."""

    code = "phone_unchanged"


class StaffSignInWrong(Invalid):
    """User name and password do not belong together, or the account is closed."""

    code = "staff_sign_in_wrong"


class StaffLocked(TooMany):
    """Too many wrong tries under this name, or from this address."""

    code = "staff_locked"


class SecondFactorWrong(Invalid):
    """The authenticator's code is wrong, or was used before."""

    code = "second_factor_wrong"


class PasswordTooWeak(Invalid):
    """The new password is too short, too common or the old one."""

    code = "password_too_weak"


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


class VehicleUnknown(NotFound):
    """There is no such vehicle, or it is somebody else's."""

    code = "vehicle_unknown"


class VehicleNoted(Conflict):
    """The owner has noted down a vehicle with this plate already."""

    code = "vehicle_noted"


class TooManyVehicles(Conflict):
    """The owner has noted down as many vehicles as one may."""

    code = "too_many_vehicles"
