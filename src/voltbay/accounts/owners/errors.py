"""Why signing in, changing details or noting a vehicle is refused."""

from voltbay.core.errors import Conflict, Invalid, NotFound, TooMany


class CaptchaMalformed(Invalid):
    """The answer to the proof-of-work challenge is not one."""

    code = "captcha_malformed"


class CaptchaWrong(Invalid):
    """The challenge is not ours, or the number does not solve it."""

    code = "captcha_wrong"


class CaptchaExpired(Invalid):
    """The challenge was solved too late, or used before."""

    code = "captcha_expired"


class CaptchaTooSmall(Invalid):
    """Asking costs more for now; `challenge` is one that is large enough."""

    code = "captcha_too_small"


class CodesTooOften(TooMany):
    """This phone was sent a code a moment ago, or as many as it may be sent for now."""

    code = "codes_too_often"


class AddressTooBusy(TooMany):
    """From this network address too many codes were asked for."""

    code = "address_too_busy"


class CodesUsedUp(TooMany):
    """All the codes that may be sent in a day were sent; `support` is whom to call."""

    code = "codes_used_up"


class CodesUsedUpButWechat(CodesUsedUp):
    """The same, where WeChat signs people in without a code."""

    code = "codes_used_up_but_wechat"


class TooManyWrongCodes(TooMany):
    """From this network too many wrong codes came without the nonce of who asked for them."""

    code = "too_many_wrong_codes"


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
    """Whoever types it has no tries left for this code; others may have."""

    code = "code_tried_too_often"


class PhoneTaken(Conflict):
    """Another account signs in with this phone."""

    code = "phone_taken"


class PhoneUnchanged(Conflict):
    """The account already signs in with this phone."""

    code = "phone_unchanged"


class VehicleUnknown(NotFound):
    """There is no such vehicle, or it is somebody else's."""

    code = "vehicle_unknown"


class VehicleNoted(Conflict):
    """The owner has noted down a vehicle with this plate already."""

    code = "vehicle_noted"


class TooManyVehicles(Conflict):
    """The owner has noted down as many vehicles as one may."""

    code = "too_many_vehicles"


class OwnerUnknown(NotFound):
    """There is no such owner."""

    code = "owner_unknown"
