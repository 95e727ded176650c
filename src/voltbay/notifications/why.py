"""Why a message did not go out, in words: for staff, commands and the doctor."""

from voltbay.core.retention import Words

SAYS = {
    "balance": Words(
        "短信账户余额不足：请充值，之后会自动补发。",
        "The SMS account has no balance: top it up, and what waits goes out by itself.",
    ),
    "quota": Words(
        "已到短信账户的日或月发送上限：请在服务商控制台提高上限，之后会自动补发。",
        "The SMS account’s limit of a day or month is reached: raise it at the vendor, and what "
        "waits goes out by itself.",
    ),
    "account": Words(
        "短信账户异常、未开通或无权限：请在服务商控制台检查账户和授权，之后会自动补发。",
        "The SMS account is out of order, not opened, or may not do this: look at it and its "
        "rights at the vendor; what waits goes out by itself.",
    ),
    "key": Words(
        "访问密钥不对或已停用：请更正 VOLTBAY_ALIYUN_KEY_ID 和 VOLTBAY_ALIYUN_KEY_SECRET 并重启。",
        "The access key is wrong or disabled: correct VOLTBAY_ALIYUN_KEY_ID and "
        "VOLTBAY_ALIYUN_KEY_SECRET and restart.",
    ),
    "clock": Words(
        "服务器时钟不准，服务商不接受请求：请校准系统时间（NTP），之后会自动补发。",
        "The vendor takes nothing from a machine whose clock is so wrong: set it (NTP), and what "
        "waits goes out by itself.",
    ),
    "signature": Words(
        "短信签名未通过审核或不可用：请在服务商控制台处理签名（VOLTBAY_SMS_SIGN_NAME）。",
        "The signature is not approved or not usable: settle it at the vendor "
        "(VOLTBAY_SMS_SIGN_NAME).",
    ),
    "template": Words(
        "该类消息的模板不可用或参数不符：请核对 VOLTBAY_SMS_TEMPLATES 与服务商控制台的模板。",
        "The template of this kind is not usable or has other gaps: compare "
        "VOLTBAY_SMS_TEMPLATES with the templates at the vendor.",
    ),
    "text": Words(
        "服务商不接受这条消息里的内容（过长、含链接或敏感词）：请调整模板变量的设置，"
        "或改用电话通知。",
        "The vendor does not take what is in this message (too long, a link, a word that it bars): "
        "change the template’s variables there, or call.",
    ),
    "phone_full": Words(
        "该手机号近期收到的短信已达上限，稍后会自动再试；急事请致电。",
        "This phone has had as many messages as the vendor allows for now; it is tried again "
        "later. Call if it is urgent.",
    ),
    "mini_program": Words(
        "微信拒绝小程序的请求：请核对 VOLTBAY_WECHAT_APPID、VOLTBAY_WECHAT_SECRET、IP 白名单和"
        "小程序状态；期间改发短信。",
        "WeChat refuses the mini-program: compare VOLTBAY_WECHAT_APPID and VOLTBAY_WECHAT_SECRET, "
        "its list of addresses, and look whether it was barred; all go by SMS meanwhile.",
    ),
    "number": Words(
        "号码无效或不能接收短信：请致电本人核对手机号；确认无误后可重新发送。",
        "The number is not valid or takes no messages: call and compare it; if it is right, send "
        "again.",
    ),
    "unreachable": Words(
        "暂时连不上服务商，或对方没有答复；会自动再试。",
        "The vendor is out of reach or does not answer for now; it is tried again by itself.",
    ),
    "busy": Words(
        "服务商繁忙或限流，会自动再试。",
        "The vendor is busy or throttles us; it is tried again by itself.",
    ),
    "expired": Words(
        "没能在有用的时间内发出，已作废。",
        "It did not go out while it was of use, and was dropped.",
    ),
    "other": Words(
        "服务商拒绝了这条消息：请按代码在服务商的错误码文档中查询。",
        "The vendor refused this message: look its code up in the vendor’s list.",
    ),
}
# The vendors' words. Their sources stand beside `aliyun_codes` and `channels.wechat`.
OF = {
    "isv.AMOUNT_NOT_ENOUGH": "balance",
    "isv.OUT_OF_SERVICE": "balance",
    "isv.DAY_LIMIT_CONTROL": "quota",
    "isv.MONTH_LIMIT_CONTROL": "quota",
    "45009": "quota",
    "isv.ACCOUNT_NOT_EXISTS": "account",
    "isv.ACCOUNT_ABNORMAL": "account",
    "isv.PRODUCT_UN_SUBSCRIPT": "account",
    "isv.PRODUCT_UNSUBSCRIBE": "account",
    "isv.DENY_IP_RANGE": "account",
    "isv.SECURITY_FROZEN_ACCOUNT": "account",
    "isp.RAM_PERMISSION_DENY": "account",
    "isv.RAM_PERMISSION_DENY": "account",
    "NoPermission": "account",
    "SignatureDoesNotMatch": "key",
    "IncompleteSignature": "key",
    "isv.SMS_SIGN_ILLEGAL": "signature",
    "isv.SMS_SIGNATURE_ILLEGAL": "signature",
    "isv.SIGN_STATE_ILLEGAL": "signature",
    "isv.SIGN_NAME_ILLEGAL": "signature",
    "isv.SIGNATURE_BLACKLIST": "signature",
    "isv.SMS_SIGN_EMOJI_ILLEGAL": "signature",
    "isv.SMS_TEMPLATE_ILLEGAL": "template",
    "isv.TEMPLATE_MISSING_PARAMETERS": "template",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "template",
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": "template",
    "isv.INVALID_JSON_PARAM": "template",
    "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": "template",
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT": "template",
    "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL": "template",
    "isv.SMS_TEST_NUMBER_LIMIT": "template",
    "isv.INVALID_PARAMETERS": "text",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "text",
    "isv.PARAM_LENGTH_LIMIT": "text",
    "isv.PARAM_NOT_SUPPORT_URL": "text",
    "isv.BLACK_KEY_CONTROL_LIMIT": "text",
    "isv.SMS_CONTENT_ILLEGAL": "text",
    "isv.UNSUPPORTED_CONTENT": "text",
    "isv.BUSINESS_LIMIT_CONTROL": "phone_full",
    "isv.MOBILE_NUMBER_ILLEGAL": "number",
    "unreachable": "unreachable",
    "no_answer": "unreachable",
    "expired": "expired",
    "isp.SYSTEM_ERROR": "busy",
    "isp.GATEWAY_ERROR": "busy",
    "ServiceUnavailable": "busy",
    "InternalError": "busy",
    "-1": "busy",
    "45011": "busy",
    "40037": "template",
    "41030": "template",
    "43116": "template",
    "47003": "template",
    "40001": "mini_program",
    "40013": "mini_program",
    "40014": "mini_program",
    "40125": "mini_program",
    "40164": "mini_program",
    "40243": "mini_program",
    "41002": "mini_program",
    "41004": "mini_program",
    "42001": "mini_program",
    "43107": "mini_program",
    "48001": "mini_program",
    "48004": "mini_program",
    "50002": "mini_program",
    "89503": "mini_program",
    "89506": "mini_program",
    "89507": "mini_program",
}
# What comes with another ending for each reason.
BEGIN = {
    "Throttling": "busy",
    "Forbidden": "account",
    "InvalidAccessKeyId": "key",
    "InvalidSecurityToken": "key",
    "InvalidTimeStamp": "clock",
}


def why(code: str, language: str) -> str:
    """Say what a vendor's code means, and what to do next.

    >>> why("isv.AMOUNT_NOT_ENOUGH", "en")[:31]
    'The SMS account has no balance:'
    >>> why("InvalidAccessKeyId.NotFound", "en")[:34]
    'The access key is wrong or disable'
    """
    family = next((about for begin, about in BEGIN.items() if code.startswith(begin)), "other")
    return SAYS[OF.get(code, family)].said(language)
