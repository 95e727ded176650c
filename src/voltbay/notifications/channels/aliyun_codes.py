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
        "isv.DENY_IP_RANGE",
        "isp.RAM_PERMISSION_DENY",
        "Forbidden.RAM",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "InvalidTimeStamp.Expired",
    }
)
# Of the template of one kind: no message of the kind goes out until then.
KIND = frozenset(
    {
        "isv.SMS_TEMPLATE_ILLEGAL",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
        "isv.INVALID_JSON_PARAM",
    }
)
BUSY = frozenset({"isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable", "InternalError"})
THROTTLED = "Throttling"  # as Throttling.User and Throttling.Api
PHONE_FULL = frozenset({"isv.BUSINESS_LIMIT_CONTROL"})
NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
BY_CODE = {
    **dict.fromkeys(ACCOUNT, Advice.ACCOUNT),
    **dict.fromkeys(KIND, Advice.KIND),
    **dict.fromkeys(BUSY, Advice.RETRY),
    **dict.fromkeys(PHONE_FULL, Advice.PHONE_FULL),
    **dict.fromkeys(NUMBER, Advice.NUMBER),
}


def advice_on(code: str) -> Advice:
    """Return what to do about a refusal. A code that is not known holds up its own message alone.

    >>> advice_on("isv.OUT_OF_SERVICE").name, advice_on("Throttling.User").name
    ('ACCOUNT', 'RETRY')
    >>> advice_on("isv.PARAM_LENGTH_LIMIT").name
    'TEXT'
    """
    if code.startswith(THROTTLED):
        return Advice.RETRY
    return BY_CODE.get(code, Advice.TEXT)
