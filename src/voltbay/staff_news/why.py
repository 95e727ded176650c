"""Why a piece of news did not get through, in words."""

from voltbay.core.retention import Words

SAYS = {
    "unreachable": Words(
        "暂时连不上对方服务器，会自动再试。", "The server is out of reach; it is tried again."
    ),
    "no_answer": Words(
        "对方没有给出有效答复，会自动再试。", "There was no proper answer; it is tried again."
    ),
    "busy": Words(
        "发送太频繁，被对方限流，会自动再试。", "Too fast for the vendor; it is tried again."
    ),
    "key": Words(
        "机器人地址已失效：请在群里重新添加机器人，并在此更换。",
        "The robot’s address is not valid any more: add a new one in the group and enter it.",
    ),
    "sign": Words(
        "签名、关键词或 IP 校验未通过：请核对机器人的安全设置和密钥。",
        "The signature, a keyword or our address was refused: compare the robot’s safety settings "
        "and its secret.",
    ),
    "address": Words("地址不可用，请重新填写。", "The address cannot be used; enter it anew."),
    "no_address": Words(
        "没有已确认的接收地址。", "There is no confirmed address, or the account is closed."
    ),
    "email_off": Words("本系统未开通邮件。", "This installation sends no e-mail."),
    "smtp_login": Words(
        "邮件服务器不接受我们的账号，请联系平台运营人员。",
        "The mail server does not take our account: tell the platform operator.",
    ),
    "mailbox": Words(
        "邮箱不存在或拒收，请核对邮箱地址。", "There is no such mailbox, or it refuses our mail."
    ),
    "other": Words("对方拒绝了这条消息。", "It was refused."),
}
# Vendors' numbers: WeCom 93000; DingTalk 300001, 310000; Feishu 19001, 19021, 19022, 19024.
OF = {
    **dict.fromkeys(("93000", "93008", "300001", "400101", "400102", "19001", "19002"), "key"),
    **dict.fromkeys(("310000", "19021", "19022", "19024"), "sign"),
    **dict.fromkeys(("-1", "45009", "130101", "410100", "660026", "11232", "11233"), "busy"),
}


def why(code: str, language: str) -> str:
    """Say what a code means, and what to do next.

    >>> why("310000", "en")[:14], why("smtp 550", "en")[:8]
    ('The signature,', 'There is')
    """
    about = OF.get(code, code if code in SAYS else "other")
    if code.startswith("http "):
        about = "no_answer"
    if code.startswith("smtp "):
        about = "mailbox" if code >= "smtp 5" else "busy"
    return SAYS[about].said(language)
