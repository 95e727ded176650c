"""What the papers for the operator say that no code knows: one line for each thing it does know.

`scripts.law` joins both, and a test fails where the code knows of something that has no line here.
"""

from typing import NamedTuple

SENSITIVE = "sensitive"  # PIPL art. 28, and what we treat as such
PERSONAL = "personal"  # tells of somebody, with no greater harm
CHECK_VALUE = "check value"  # nobody finds anybody by it without the key or the very row

# Of each rule of the register that tells of owners: how bad it is if it gets out, and why.
LEVELS: dict[str, tuple[str, str]] = {
    "limits.spent": (CHECK_VALUE, "keyed, and gone within a day"),
    "notifications.notices": (PERSONAL, "the phone, and that there is a booking"),
    "staff_news.news": (PERSONAL, "a plate can be met on the street, and when it comes"),
    "accounts.owner": (PERSONAL, "phone and name together find a person"),
    "accounts.vehicles": (PERSONAL, "a plate can be met on the street"),
    "accounts.wechat": (PERSONAL, "an identifier that only this mini-program knows"),
    "accounts.wechat_accepts": (PERSONAL, "likewise"),
    "accounts.sessions": (PERSONAL, "when somebody was here; the token is a hash"),
    "accounts.devices": (CHECK_VALUE, "a hash of a random token"),
    "accounts.codes": (CHECK_VALUE, "keyed, and of no use after five minutes"),
    "accounts.asks": (CHECK_VALUE, "keyed"),
    "accounts.wrong_codes": (CHECK_VALUE, "keyed"),
    "accounts.questions": (PERSONAL, "that a number may have changed hands"),
    "accounts.consents": (PERSONAL, "what somebody agreed to and when"),
    "accounts.choices": (PERSONAL, "likewise"),
    "audit.views": (PERSONAL, "who of the staff looked at whom, and why"),
    "recognition.documents": (SENSITIVE, "a clear photo of a card is more than its number"),
    "recognition.submissions": (CHECK_VALUE, "a count"),
    "callouts.call_outs": (SENSITIVE, "where somebody is at this moment, with the phone"),
    "fleets.refused": (PERSONAL, "a contact at work"),
    "fleets.invitations": (PERSONAL, "a phone that its holder did not give us"),
    "fleets.vehicles": (PERSONAL, "plates, VINs and the owner on the licence"),
    "fleets.contacts": (PERSONAL, "a contact at work"),
    "bookings.undone": (SENSITIVE, "has the identity number"),
    "bookings.proofs": (SENSITIVE, "has the identity number"),
    "bookings.record": (PERSONAL, "name, phone, plate and VIN together"),
    "bookings.looks": (PERSONAL, "free text about somebody's papers"),
    "bookings.notices": (PERSONAL, "the phone of somebody who has gone"),
    "removals.packs": (PERSONAL, "free text of staff, who may name somebody in it"),
    "removals.contacts": (PERSONAL, "the phone of somebody who has gone"),
    "removals.steps": (PERSONAL, "free text; should name nobody"),
    "removals.photos": (PERSONAL, "pictures of cars, on which a plate may be seen"),
    "removals.quotes": (SENSITIVE, "a signature can be copied"),
    "removals.quote_lines": (PERSONAL, "free text of staff, who may name somebody in it"),
    "removals.payouts": (SENSITIVE, "an account of money"),
    "removals.receipts": (PERSONAL, "owner, plate and VIN"),
    "rights.corrections": (PERSONAL, "what stood in a booking before, as the booking itself"),
    "rights.requests": (PERSONAL, "a family matter, with the name and phone of who asked"),
    "rights.papers": (PERSONAL, "four characters of a number, that a paper was shown"),
    "traceability.vins": (PERSONAL, "a VIN finds its owner in other registers"),
}


class Recipient(NamedTuple):
    """Somebody to whom a module of ours speaks: who, as what, what is sent, when, until when."""

    who: str
    role: str
    sent: str
    ground: str
    switch: str


NOBODY = Recipient("nobody else", "", "", "", "")
ENTRUSTED = "entrusted (PIPL art. 21) [P]"

# Of each module that can open a connection: to whom.
SPEAKS: dict[str, Recipient] = {
    "notifications.channels.aliyun_sms": Recipient(
        "Alibaba Cloud, SMS",
        ENTRUSTED,
        "phone; kind of message; what fills its gaps (below); number of the notice",
        "agreement with the owner",
        "`VOLTBAY_SMS_CHANNEL`",
    ),
    "recognition.engines.aliyun": Recipient(
        "Alibaba Cloud, OCR",
        f"{ENTRUSTED}; sensitive",
        "one photo of a document, nothing that says whose account it is",
        "the owner's separate consent that names it",
        "`VOLTBAY_RECOGNITION_ENGINE`, `VOLTBAY_CLOUD_READINGS_A_MONTH`",
    ),
    "notifications.wechat.server": Recipient(
        "Tencent, WeChat mini-program",
        "of the owner's own choosing; we keep it to the rules of art. 21 as well [D]",
        "codes that WeChat gave the owner; its identifier of them; what fills a message",
        "agreement: the owner came by WeChat and accepted the message there",
        "`VOLTBAY_WECHAT_APPID`, `VOLTBAY_WECHAT_TEMPLATES`",
    ),
    "core.bucket": Recipient(
        "whoever runs the bucket of photos, if they lie in S3",
        f"{ENTRUSTED}; sensitive",
        "photos, each sealed by a key that stays here; when they were written",
        "what the photo was given for: it is kept there instead of on our disk",
        "`VOLTBAY_PHOTOS`",
    ),
    "server.backup.lies_in": Recipient(
        "whoever runs the bucket of backups, if they lie in S3",
        ENTRUSTED,
        "everything that is kept, encrypted for who is on no server; ids of what was erased",
        "security of what is kept (art. 51)",
        "`VOLTBAY_BACKUPS`",
    ),
    "staff_news.channels.robots": Recipient(
        "Tencent (WeCom), DingTalk or Feishu: whose group an outlet added a robot to",
        ENTRUSTED,
        "what happened at an outlet, with a plate and a time at most; an outlet's name",
        "agreement with the owner: the outlet learns of the booking in time",
        "managers, on the page “Group robots”; nothing without a robot",
    ),
    "staff_news.channels.mail": Recipient(
        "whoever runs the mail server, and the mailbox of the member of staff",
        ENTRUSTED,
        "likewise; the mailbox of the member of staff",
        "likewise",
        "`VOLTBAY_EMAIL_URL`",
    ),
    "server.doctor.messages": NOBODY,  # asks the mail server whether it lets us in
    "server.doctor.clock": NOBODY,  # our own site
    "server.demo.supervisor": NOBODY,  # the demo's own programs
    "server.web.process.worker": NOBODY,  # takes connections, opens none
}

# Of each host that is named in server or client: what it is there for.
OURS, SAID = "our own, or invented", "named in a comment or a text, not called"
TAPPED = "opened by the owner's own phone, by a tap: the outlet's name and position, nobody's data"
LOOKED_UP = "opened by a tap on the number that stands there: nobody's data"
SHOWN = "loaded, in a page apart, after the owner chose to open the map: see the notice"
CALLED = "called by a module above"
HOSTS: dict[str, str] = {
    "api.weixin.qq.com": CALLED,
    "qyapi.weixin.qq.com": CALLED,
    "oapi.dingtalk.com": CALLED,
    "open.feishu.cn": CALLED,
    "dysmsapi.aliyuncs.com": CALLED,
    "ocr-api.cn-hangzhou.aliyuncs.com": CALLED,
    "uri.amap.com": TAPPED,
    "apis.map.qq.com": TAPPED,
    "beian.miit.gov.cn": LOOKED_UP,
    "beian.mps.gov.cn": LOOKED_UP,
    "webapi.amap.com": SHOWN,
    "map.qq.com": SHOWN,
    "schema.org": SAID,
    "lbs.amap.com": SAID,
    "lbs.qq.com": SAID,
    "www.w3.org": SAID,
    "example.com": OURS,
    "example.org": OURS,
    "s3.example.com": OURS,
    "voltbay.example": OURS,
    "voltbay.invalid": OURS,
}

# Of each text that owners agree to: what it is in law, and what follows from taking it back.
CONSENTS: dict[str, tuple[str, str]] = {
    "terms": ("agreement (art. 13)", "closing the account"),
    "privacy": ("being told before (art. 17)", "closing the account"),
    "documents": (
        "separate consent to sensitive information (art. 29, 30)",
        "photos and what was read go at once; booking by telephone or at the desk stays open",
    ),
    "aliyun": (
        "separate consent, naming the provider (art. 29)",
        "photos are read on this machine alone; nothing else changes",
    ),
    "reminders": (
        "agreement (art. 13), which may be declined",
        "no reminder any more, nor one that is queued; other messages of the booking go on",
    ),
    "wechat": (
        "consent: the owner signed in there (art. 14)",
        "the WeChat user, its sessions and what it accepted go at once; messages go by SMS",
    ),
}
