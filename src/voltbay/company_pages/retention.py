"""How long the contact and the licence of companies that sign up are kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from voltbay.company_pages.models import SignUp
from voltbay.company_pages.pictures import erase_pictures, unused
from voltbay.company_pages.sign_up import forget, forget_contact
from voltbay.core.retention import CHOICE, SHORTEST, Period, Rule, Words

ANSWERED_FOR = Period(days=30)  # time to ask back about a decision
UNDECIDED_FOR = Period(days=180)
UNUSED_FOR = Period(days=7)  # whoever chose a picture and left may come back and save the page


def _forget_contacts(rows: "QuerySet[Any]", _: datetime) -> None:
    for asked in rows:
        forget_contact(asked)


def _forget(rows: "QuerySet[Any]", _: datetime) -> None:
    for asked in rows:
        forget(asked)


def _erase_pictures(rows: "QuerySet[Any]", _: datetime) -> None:
    erase_pictures(rows.prefetch_related("sizes"))


RULES = (
    Rule(
        kind="company_pages.sign_ups",
        what=Words(
            "申请入驻的企业：联系人、电话、营业执照照片、审核说明",
            "A company that signed up: contact, phone, photo of its licence, why it was decided so",
        ),
        why=Words("核实企业、答复申请", "checking the company and answering it"),
        model="company_pages.SignUp",
        since="decided_at",
        after=Words("审核", "the decision"),
        period=ANSWERED_FOR,
        source=SHORTEST,
        only=~Q(state=SignUp.State.ASKED),
        columns=("contact_name", "contact_phone", "evidence", "reason", "password"),
        end=_forget_contacts,
        of_owners=False,
    ),
    Rule(
        kind="company_pages.undecided",
        what=Words("没有人处理的入驻申请", "A sign-up that nobody decided about"),
        why=Words("核实企业、答复申请", "checking the company and answering it"),
        model="company_pages.SignUp",
        since="asked_at",
        after=Words("申请", "it was asked for"),
        period=UNDECIDED_FOR,
        source=SHORTEST,
        only=Q(state=SignUp.State.ASKED),
        end=_forget,
        of_owners=False,
    ),
    Rule(
        kind="company_pages.pictures",
        what=Words(
            "企业上传后没有用在任何版本中的图片",
            "Pictures that a company sent and no version of its page needs",
        ),
        why=Words("编辑企业主页", "writing the company's page"),
        model="company_pages.Picture",
        since="added_at",
        after=Words("上传", "it was sent"),
        period=UNUSED_FOR,
        source=CHOICE,
        only=unused(),
        end=_erase_pictures,
        of_owners=False,
    ),
)
