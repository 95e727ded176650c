"""How long corrections, and what was asked in an owner's place, are kept."""

from django.db.models import Q

from voltbay.core.retention import SHORTEST, Period, Rule, Source, Words

WAS_CORRECTED = Words(
    "证明更正了什么、依据是什么", "proving what was corrected, and on what ground"
)
PROOF = Source(
    "《民法典》第 188 条：诉讼时效三年；《个人信息保护法》第 69 条：举证责任"
    " (Civil Code art. 188; PIPL art. 69: burden of proof)",
    "M",
)
# What the trigger `corrections_go_with_the_booking` empties, said for those who read the register.
FORGOTTEN = (
    Q(field="name", booking__name=None)
    | Q(field="phone", booking__phone=None)
    | Q(field="plate", booking__plate=None)
    | Q(field="vin", booking__vin=None)
)
TEXTS = ("asker", "phone", "subject", "words", "answer")

RULES = (
    Rule(
        kind="rights.corrections",
        what=Words(
            "预约中更正过的姓名、手机号、号牌、车辆识别代号：更正前后的内容和原因",
            "What was corrected of a booking's name, phone, plate or VIN: what it was and is, why",
        ),
        why=WAS_CORRECTED,
        model="rights.Correction",
        after=Words("预约中的该项内容删除", "it is erased in the booking itself"),
        source=SHORTEST,
        over=FORGOTTEN,
        columns=("was", "wanted", "why", "answer"),
        owner="booking__owner",
        of_booking="booking",
    ),
    Rule(
        kind="rights.requests",
        what=Words(
            "监护人、代理人、近亲属代为提出的请求：提出人的姓名和电话、当事人姓名、请求和答复",
            "What a guardian, representative or near relative asked in somebody's place: name and "
            "phone of who asked, name of whom it is about, what was asked and answered",
        ),
        why=Words("答复请求，证明依据", "answering it, and proving on what ground"),
        model="rights.RightsRequest",
        since="answered_at",
        after=Words("答复", "the answer"),
        period=Period("VOLTBAY_KEEP_CONSENTS_DAYS"),
        source=PROOF,
        columns=TEXTS,
        owner="owner",
    ),
    Rule(
        kind="rights.papers",
        what=Words(
            "代为提出请求时核对的证件：种类和号码末四位（不留存影像）",
            "Papers that were looked at for such a request: kind and last four characters of the "
            "number (no picture)",
        ),
        why=Words("证明核对过", "proving that somebody looked"),
        model="rights.SeenPaper",
        since="request__answered_at",
        after=Words("答复", "the answer"),
        period=Period("VOLTBAY_KEEP_CONSENTS_DAYS"),
        source=PROOF,
        columns=("number_end",),
        owner="request__owner",
    ),
)
