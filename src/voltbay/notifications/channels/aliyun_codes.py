"""What Aliyun's refusals are about, by its codes.

Source: help.aliyun.com/document_detail/101346.html (error codes of the SMS interfaces) and
101347.html (what carriers answer); the limits of one phone, 1 a minute, 5 an hour and 10 a day for
codes, 50 a day for other texts, stand at developer.aliyun.com/ask/218440.
"""

from voltbay.notifications.errors import Advice

# Of our account: no message goes out until a person has done something.
ACCOUNT = frozenset(
    {
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.OUT_OF_SERVICE",
        "isv.ACCOUNT_NOT_EXISTS",
        "isv.ACCOUNT_ABNORMAL",
        "isv.PRODUCT_UN_SUBSCRIPT",
        "isv.PRODUCT_UNSUBSCRIBE",
        "isv.DAY_LIMIT_CONTROL",
        "isv.MONTH_LIMIT_CONTROL",
        "isv.SMS_SIGN_ILLEGAL",
        "isv.SMS_SIGNATURE_ILLEGAL",
        "isv.SIGN_STATE_ILLEGAL",
        "isv.SIGN_NAME_ILLEGAL",
        "isv.SIGNATURE_BLACKLIST",
        "isv.SMS_SIGN_EMOJI_ILLEGAL",
        "isv.SECURITY_FROZEN_ACCOUNT",
        "isv.DENY_IP_RANGE",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
    }
)
# A key that may do one thing, such as sending, need not have the right to another, such as asking.
NO_RIGHT = frozenset({"isp.RAM_PERMISSION_DENY", "isv.RAM_PERMISSION_DENY", "NoPermission"})
# With another ending for each reason, as in `InvalidAccessKeyId.NotFound`.
NO_RIGHT_BEGINS = "Forbidden"
ACCOUNT_BEGINS = ("InvalidAccessKeyId", "InvalidSecurityToken", "InvalidTimeStamp")
# Of the template of one kind: no message of the kind goes out until then.
KIND = frozenset(
    {
        "isv.SMS_TEMPLATE_ILLEGAL",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
        "isv.INVALID_JSON_PARAM",
        "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE",
        "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT",
        "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL",
        "isv.SMS_TEST_NUMBER_LIMIT",  # the template is one for trials, and bound to their phones
    }
)
# Of what one message says.
TEXT = frozenset(
    {
        "isv.INVALID_PARAMETERS",
        "isv.TEMPLATE_PARAMS_ILLEGAL",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.SMS_CONTENT_ILLEGAL",
        "isv.UNSUPPORTED_CONTENT",
    }
)
BUSY = frozenset({"isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable", "InternalError"})
THROTTLED = "Throttling"  # as Throttling.User and Throttling.Api
PHONE_FULL = frozenset({"isv.BUSINESS_LIMIT_CONTROL"})
NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
BY_CODE = {
    **dict.fromkeys(ACCOUNT | NO_RIGHT, Advice.ACCOUNT),
    **dict.fromkeys(KIND, Advice.KIND),
    **dict.fromkeys(TEXT, Advice.TEXT),
    **dict.fromkeys(BUSY, Advice.RETRY),
    **dict.fromkeys(PHONE_FULL, Advice.PHONE_FULL),
    **dict.fromkeys(NUMBER, Advice.NUMBER),
}


def advice_on(code: str) -> Advice:
    """Return what to do about a refusal. A code that is not known holds up its own message alone.

    >>> advice_on("isv.OUT_OF_SERVICE").name, advice_on("Throttling.User").name
    ('ACCOUNT', 'RETRY')
    >>> advice_on("InvalidAccessKeyId.Inactive").name, advice_on("isv.SOMETHING_NEW").name
    ('ACCOUNT', 'TEXT')
    """
    return _known(code) or Advice.TEXT


def is_known(code: str) -> bool:
    """Tell whether a code is a refusal for sure: behind any other may lie a message that was taken.

    One of these is `SignatureNonceUsed`, which answers a request that came twice on its way.

    >>> is_known("isv.AMOUNT_NOT_ENOUGH"), is_known("SignatureNonceUsed")
    (True, False)
    """
    return _known(code) is not None


def has_no_right(code: str) -> bool:
    """Tell whether a code says that our key may not do this, whatever else it may do.

    >>> has_no_right("Forbidden.RAM"), has_no_right("InvalidAccessKeyId.NotFound")
    (True, False)
    """
    return code in NO_RIGHT or code.startswith(NO_RIGHT_BEGINS)


def _known(code: str) -> Advice | None:
    if code.startswith(THROTTLED):
        return Advice.RETRY
    if code.startswith((*ACCOUNT_BEGINS, NO_RIGHT_BEGINS)):
        return Advice.ACCOUNT
    return BY_CODE.get(code)
