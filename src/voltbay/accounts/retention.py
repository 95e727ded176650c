"""How long accounts, sign-ins, consents and staff are kept."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.accounts.models import Owner
from voltbay.accounts.rules import LONGEST_WINDOW
from voltbay.core.personal import personal_columns
from voltbay.core.retention import (
    ACCOUNT,
    CHOICE,
    CLOSING,
    LOGS,
    SHORTEST,
    SIX_MONTHS,
    Period,
    Rule,
    Source,
    Words,
)

SIGN_IN = Words("登录、防止滥用", "signing in; stopping abuse")
ASKED = Words("索取", "it was asked for")
A_DAY = Period(days=LONGEST_WINDOW.days)
LEFT = "left-"
PROOF = Source(
    "《民法典》第 188 条：诉讼时效三年；《个人信息保护法》第 69 条：举证责任"
    " (Civil Code art. 188; PIPL art. 69: burden of proof)",
    "M",
)


def _forget_staff(rows: "QuerySet[Any]", _: datetime) -> None:
    """Keep the row, as what they did refers to it, without a name or a way in."""
    for staff in rows:
        staff.username = f"{LEFT}{staff.pk}"
        staff.first_name = staff.last_name = staff.email = ""
        staff.set_unusable_password()
        staff.save()


def _forget_questions(rows: "QuerySet[Any]", _: datetime) -> None:
    """Forget what nobody can answer any more, except how often it was tried."""
    rows.exclude(tries=0).update(openid=None, mover=None)
    rows.filter(tries=0).delete()


RULES = (
    Rule(
        kind="accounts.owner",
        what=Words("账号的手机号、姓名", "Mobile number and name of the account"),
        why=Words("登录、通知预约结果、到店接待", "signing in; telling you about bookings"),
        model="accounts.Owner",
        since="closed_at",
        after=CLOSING,
        period=ACCOUNT,
        source=SHORTEST,
        columns=tuple(column.name for column in personal_columns(Owner)),
        owner="pk",
        closes=True,
    ),
    Rule(
        kind="accounts.vehicles",
        what=Words("您记下的车辆：号牌、车型", "Cars that you noted down: plate, model"),
        why=Words("少填一次", "booking with fewer taps"),
        model="accounts.Vehicle",
        since="owner__closed_at",
        after=CLOSING,
        period=ACCOUNT,
        source=SHORTEST,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="accounts.wechat",
        what=Words("微信用户标识", "The identifier of your WeChat user"),
        why=Words("在微信中登录", "signing in within WeChat"),
        model="accounts.WechatAccount",
        since="owner__closed_at",
        after=CLOSING,
        period=ACCOUNT,
        source=SHORTEST,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="accounts.wechat_accepts",
        what=Words("您同意在微信中接收的消息次数", "How many messages you accepted in WeChat"),
        why=Words("在微信中通知您", "telling you within WeChat"),
        model="notifications.WechatAccept",
        after=CLOSING,
        source=SHORTEST,
        over=~Q(Exists(Owner.objects.filter(phone_fingerprint=OuterRef("phone_fingerprint")))),
    ),
    Rule(
        kind="accounts.sessions",
        what=Words("登录的设备类型、登录时间", "Kind of device and time of sign-in"),
        why=Words("维持登录、发现异常登录", "keeping you signed in; noticing strange sign-ins"),
        model="accounts.Session",
        since="expires_at",
        after=Words("最后一次使用", "the last use"),
        period=Period(days=30),
        source=SHORTEST,
        is_end=True,
        often=True,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="accounts.devices",
        what=Words(
            "您登录过的设备的识别码（只保存不可还原的校验值），最多 10 台",
            "An identifier of each device on which you signed in (only a check value that cannot "
            "be turned back), ten at most",
        ),
        why=Words(
            "他人频繁索取验证码时，您仍能在自己的设备上登录",
            "letting you sign in there while others keep asking for codes",
        ),
        model="accounts.Device",
        since="used_at",
        after=Words("最后一次登录", "the last sign-in"),
        period=Period(days=180),
        source=CHOICE,
        often=True,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="accounts.codes",
        what=Words(
            "短信验证码和索取者的网络地址（只保存不可还原的校验值）",
            "SMS codes, and the network address of who asked (only check values that cannot be "
            "turned back)",
        ),
        why=SIGN_IN,
        model="accounts.SignInCode",
        since="created_at",
        after=ASKED,
        period=A_DAY,
        source=SHORTEST,
        often=True,
    ),
    Rule(
        kind="accounts.asks",
        what=Words(
            "索取验证码的记录（只保存不可还原的校验值）",
            "Who asked for a code (only check values that cannot be turned back)",
        ),
        why=SIGN_IN,
        model="accounts.CodeAsk",
        since="code__created_at",
        after=ASKED,
        period=A_DAY,
        source=SHORTEST,
        often=True,
    ),
    Rule(
        kind="accounts.wrong_codes",
        what=Words(
            "输错验证码的网络地址（只保存不可还原的校验值）",
            "Network addresses that typed wrong codes (only check values that cannot be turned "
            "back)",
        ),
        why=SIGN_IN,
        model="accounts.WrongCode",
        since="at",
        after=Words("输错", "it was typed"),
        period=Period(days=1 / 24),
        source=SHORTEST,
        often=True,
    ),
    Rule(
        kind="accounts.challenges",
        what=Words("用过的人机验证", "Proofs of work that were used"),
        why=SIGN_IN,
        model="accounts.SpentChallenge",
        since="expires_at",
        after=Words("失效", "they expire"),
        period=Period(),
        source=SHORTEST,
        often=True,
        of_owners=False,
    ),
    Rule(
        kind="accounts.code_days",
        what=Words("每天发送验证码的数量", "How many codes went out in a day"),
        why=SIGN_IN,
        model="accounts.CodeDay",
        since="day",
        after=Words("当天", "the day"),
        period=A_DAY,
        source=SHORTEST,
        often=True,
        of_owners=False,
    ),
    Rule(
        kind="accounts.questions",
        what=Words(
            "手机号换人时的核对问题和微信用户标识",
            "The question whose the phone is now, and the WeChat user who was asked",
        ),
        why=Words("防止账号被新的机主误用", "keeping an account from its phone’s next holder"),
        model="accounts.PhoneQuestion",
        since="expires_at",
        after=Words("问题失效", "the question lapses"),
        period=Period(),
        source=SHORTEST,
        only=Q(tries=0) | Q(openid__isnull=False) | Q(mover__isnull=False),
        end=_forget_questions,
        often=True,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="accounts.consents",
        what=Words(
            "您的同意记录：版本、时间、设备类型（账号注销后不再与您的身份关联）",
            "Record of your consents: version, time, kind of device (once the account is closed "
            "no longer linked to who you are)",
        ),
        why=Words("证明您同意过什么", "proving what you agreed to"),
        model="accounts.Consent",
        since="owner__closed_at",
        after=CLOSING,
        period=Period("VOLTBAY_KEEP_CONSENTS_DAYS"),
        source=PROOF,
        owner="owner",
    ),
    Rule(
        kind="accounts.choices",
        what=Words(
            "您对提醒、微信等用途的选择：时间、设备类型（账号注销后不再与您的身份关联）",
            "Your word on reminders, WeChat and the like: time, kind of device (once the account "
            "is closed no longer linked to who you are)",
        ),
        why=Words("证明您同意过什么", "proving what you agreed to"),
        model="accounts.Choice",
        since="owner__closed_at",
        after=CLOSING,
        period=Period("VOLTBAY_KEEP_CONSENTS_DAYS"),
        source=PROOF,
        owner="owner",
    ),
    Rule(
        kind="accounts.staff",
        what=Words("离职人员的用户名、姓名、密码", "User name, name, password of who left"),
        why=Words("查明谁做了什么", "finding out who did what"),
        model="accounts.StaffUser",
        since="last_login",
        after=Words("停用前最后一次登录", "the last sign-in of a closed account"),
        period=LOGS,
        source=SIX_MONTHS,
        only=Q(is_active=False) & ~Q(username__startswith=LEFT),
        columns=("password",),
        end=_forget_staff,
        of_owners=False,
    ),
    Rule(
        kind="accounts.second_factors",
        what=Words("停用账号的验证器密钥", "The authenticator’s secret of a closed staff account"),
        why=Words("登录", "signing in"),
        model="accounts.SecondFactor",
        after=Words("账号停用", "the account is closed"),
        source=SHORTEST,
        over=Q(staff__is_active=False),
        of_owners=False,
    ),
    Rule(
        kind="accounts.known_devices",
        what=Words("工作人员登录过的设备", "Devices on which staff signed in"),
        why=Words("登录", "signing in"),
        model="accounts.KnownDevice",
        since="expires_at",
        after=Words("失效", "they expire"),
        period=Period(),
        source=SHORTEST,
        of_owners=False,
    ),
)
