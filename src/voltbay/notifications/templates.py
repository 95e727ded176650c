"""Everything that is told to owners, by kind, with the parameters that each needs.

The texts are what the screen shows; an SMS vendor keeps an approved copy of each under a code of
its own, with the same parameter names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from voltbay.brand.brand import brand
from voltbay.core.languages import EN

_BOOKING = frozenset({"code", "time", "outlet"})


def signature(language: str) -> str:
    """Return what a message begins with: in Chinese the name that the vendor approved."""
    if language == EN:
        return f"[{brand().short_en}] "
    return f"【{settings.VOLTBAY_SMS_SIGN_NAME}】"


@dataclass(frozen=True)
class Template:
    """One kind of message.

    `keeps` is how long after it was written telling still helps; what is about an appointment
    helps until that begins, and a while after it was written at least. `urgent` goes out first.
    """

    params: frozenset[str]
    zh: str
    en: str
    keeps: timedelta
    of_appointment: bool = False
    urgent: bool = False

    def text(self, *, language: str, params: Mapping[str, str]) -> str:
        """Return what the owner reads."""
        body = self.en if language == EN else self.zh
        return signature(language) + body.format_map(params)

    def until(self, *, now: datetime, appointment: datetime | None) -> datetime:
        """Return from when on telling is of no use. Raises ValueError if one is lacking or odd."""
        if self.of_appointment != (appointment is not None):
            raise ValueError("an appointment is given for what is about one, and for nothing else")
        return max(now + self.keeps, appointment or now)


SHORTLY = timedelta(minutes=15)  # what was done at the desk is told though it begins now
SOME_DAYS = timedelta(days=3)  # a vendor's trouble may last a weekend
A_WEEK = timedelta(days=7)  # what stands and does not change


def _booking(zh: str, en: str) -> Template:
    params = _BOOKING | {"link"}  # to the booking's page
    return Template(params, zh=zh, en=en, keeps=SHORTLY, of_appointment=True)


def _to_call(zh: str, en: str) -> Template:
    return Template(params=_BOOKING | {"phone"}, zh=zh, en=en, keeps=SOME_DAYS)


def _fleet(zh: str, en: str) -> Template:
    return Template(frozenset({"company", "link"}), zh=zh, en=en, keeps=A_WEEK)


_CARS = frozenset({"code", "cars", "outlet", "first", "last"})


def _block(zh: str, en: str) -> Template:
    return Template(_CARS, zh=zh, en=en, keeps=SHORTLY, of_appointment=True)


def _block_over(zh: str, en: str) -> Template:
    return Template(_CARS, zh=zh, en=en, keeps=SOME_DAYS)


TEMPLATES = {
    "sign_in_code": Template(
        params=frozenset({"code", "minutes"}),
        zh="验证码 {code}，{minutes} 分钟内有效。请勿告诉他人。",
        en="Your code is {code}. It is valid for {minutes} minutes. Do not tell it to anybody.",
        keeps=timedelta(minutes=5),
        urgent=True,
    ),
    "phone_changed": Template(
        params=frozenset({"phone", "service"}),
        zh="您的账号已改用手机号 {phone} 登录，其他设备已退出。"
        "如非本人操作，请立即致电 {service}。",
        en="Your account now signs in with {phone}; other devices were signed out. "
        "If you did not do this, call {service} at once.",
        keeps=timedelta(days=1),
    ),
    "booking_confirmed": _booking(
        "预约成功：{time}，{outlet}，预约号 {code}。请携带身份证件、行驶证原件：{link}",
        "Booked: {time}, {outlet}, booking {code}. Bring your identity paper and vehicle licence: "
        "{link}",
    ),
    "booking_in_review": _booking(
        "预约已提交审核：{time}，{outlet}，预约号 {code}。审核结果将另行通知：{link}",
        "Under review: {time}, {outlet}, booking {code}. We will tell you: {link}",
    ),
    "booking_cancelled": _booking(
        "预约已取消：{time}，{outlet}，预约号 {code}。您可以随时重新预约：{link}",
        "Cancelled: {time}, {outlet}, booking {code}. Book again: {link}",
    ),
    "booking_refused": _booking(
        "预约未通过审核：{time}，{outlet}，预约号 {code}。原因和重新预约：{link}",
        "Not accepted: {time}, {outlet}, booking {code}. The reason: {link}",
    ),
    "booking_cancelled_by_outlet": _booking(
        "网点取消了您的预约：{time}，{outlet}，预约号 {code}。原因和重新预约：{link}",
        "Cancelled by the outlet: {time}, {outlet}, booking {code}. Why: {link}",
    ),
    "booking_undecided": _to_call(
        "预约 {code}（{time}，{outlet}）未能在当天完成审核，已取消，不是您的责任。"
        "可重新预约，或带证件原件到网点当场核对，电话 {phone}。",
        "We did not finish the review of booking {code} ({time}, {outlet}) in time, so it ended; "
        "this is not your fault. Book again, or bring your papers to the outlet: {phone}.",
    ),
    "booking_missed": _to_call(
        "预约 {code}（{time}，{outlet}）当天未登记到店，已按未到店结束，车辆可重新预约。"
        "如您已到店，请致电网点 {phone} 更正。",
        "Nobody was checked in for booking {code} ({time}, {outlet}), so it ended; the car can be "
        "booked again. If you were there, call the outlet to correct it: {phone}.",
    ),
    "booking_left_open": _to_call(
        "预约 {code}（{time}，{outlet}）到店后 14 天未完成登记，已结束，车辆可重新预约。"
        "如电池已拆下，请致电网点 {phone} 索取凭证。",
        "The outlet did not finish booking {code} ({time}, {outlet}) within 14 days, so it ended; "
        "the car can be booked again. If the battery was removed, call for your receipt: {phone}.",
    ),
    "booking_rescheduled": _booking(
        "预约已改期：新时间 {time}，{outlet}，预约号 {code}：{link}",
        "Rescheduled: now {time}, {outlet}, booking {code}: {link}",
    ),
    "booking_moved_by_outlet": Template(
        params=_BOOKING | {"link", "was"},
        zh="网点改期：原 {was}，改为 {time}，{outlet}，预约号 {code}。"
        "时间不合适可改期或取消：{link}",
        en="The outlet moved your booking {code}: was {was}, now {time}, {outlet}. "
        "If that does not suit you, change or cancel it: {link}",
        keeps=SHORTLY,
        of_appointment=True,
    ),
    "booking_tomorrow": _booking(
        "提醒：您预约了 {time} 在 {outlet} 拆卸电池，预约号 {code}。"
        "请携带身份证件、行驶证原件：{link}",
        "Reminder: {time} at {outlet}, booking {code}. Bring identity paper and vehicle licence: "
        "{link}",
    ),
    "call_out_accepted": Template(
        params=frozenset({"outlet", "time", "phone"}),
        zh="{outlet} 已接受您的上门/拖车请求，约定时间 {time}。详情见“我的求助”，"
        "如有变动请致电 {phone}。",
        en="{outlet} accepted your call-out for {time}. See “My call-outs”; if anything changes, "
        "call {phone}.",
        keeps=timedelta(hours=12),
    ),
    "call_out_promised": Template(
        params=frozenset({"outlet", "time", "bay", "phone", "link"}),
        zh="{outlet} 接受上门/拖车：{time} 到，留位 {bay}。请填资料：{link} 电话 {phone}。",
        en="{outlet} accepted your call-out for {time} and keeps the removal at {bay} for you. "
        "Sign in to enter the car's papers: {link} If anything changes, call {phone}.",
        keeps=timedelta(hours=12),
    ),
    "call_out_declined": Template(
        params=frozenset({"outlet", "phone"}),
        zh="{outlet} 无法接受您的求助，原因和其他网点见“我的求助”，可致电 {phone}。"
        "车辆冒烟或起火请拨 119。",
        en="{outlet} cannot take your call-out; “My call-outs” says why and who else may. "
        "Call {phone}, or 119 on smoke or fire.",
        keeps=timedelta(hours=12),
    ),
    "call_out_lapsed": Template(
        params=frozenset({"outlet", "phone"}),
        zh="{outlet} 未能及时答复您的上门/拖车请求，请求已结束，不是您的责任。"
        "请致电 {phone}，或在“我的求助”中向其他网点提出。",
        en="{outlet} did not answer your call-out in time, so it ended; this is not your fault. "
        "Call {phone}, or ask another outlet in “My call-outs”.",
        keeps=timedelta(hours=12),
    ),
    "danger_answered": Template(
        params=frozenset({"outlet", "phone"}),
        zh="{outlet} 已看到您的危险电池求助，将致电给您，请保持电话畅通。"
        "请远离车辆、不要充电；冒烟或起火立即拨 119。网点电话 {phone}。",
        en="{outlet} has seen your call about a dangerous battery and will ring you. Keep away "
        "from the car and do not charge it; on smoke or fire call 119. Outlet: {phone}.",
        keeps=timedelta(hours=2),
        urgent=True,
    ),
    "danger_lapsed": Template(
        params=frozenset({"outlet", "phone"}),
        zh="{outlet} 尚未答复您的危险电池求助，请直接致电 {phone}。"
        "请远离车辆、不要充电；冒烟或起火立即拨 119。",
        en="{outlet} has not answered your call about a dangerous battery: ring {phone} now. Keep "
        "away from the car and do not charge it; on smoke or fire call 119.",
        keeps=timedelta(hours=12),
        urgent=True,
    ),
    "place_offered": Template(
        params=frozenset({"code", "time", "outlet", "minutes", "link"}),
        zh="候补成功：{time}，{outlet}，已为您保留 {minutes} 分钟，预约号 {code}。"
        "请尽快完成预约：{link}",
        en="A place is free: {time}, {outlet}. Held for you for {minutes} minutes, "
        "booking {code}. Finish it here: {link}",
        keeps=timedelta(minutes=15),
        urgent=True,
    ),
    "quote_made": Template(
        params=frozenset({"outlet", "code", "link"}),
        zh="{outlet} 已为预约 {code} 的电池称重并报价，请查看后确认或拒绝：{link}",
        en="{outlet} weighed the battery of booking {code} and made an offer. "
        "Accept or refuse it here: {link}",
        keeps=timedelta(days=1),
    ),
    "payout_made": Template(
        params=frozenset({"outlet", "code", "phone"}),
        zh="{outlet} 已登记预约 {code} 的电池回收款为已付。未收到请致电网点 {phone}。",
        en="{outlet} notes the payment for the battery of booking {code} as made. "
        "If you did not get it, call the outlet: {phone}.",
        keeps=A_WEEK,
    ),
    "fleet_invited": _fleet(
        "{company} 邀请您代表其预约电池拆卸。如您为该公司办事，请登录后接受：{link} 否则请忽略。",
        "{company} invites you to book battery removals for it. If you act for this company, sign "
        "in and join: {link} Otherwise ignore this.",
    ),
    "fleet_approved": _fleet(
        "{company} 的单位账户已通过审核，可录入车辆并批量预约：{link}",
        "The fleet account of {company} is approved. Add its cars and book them in blocks: {link}",
    ),
    "fleet_refused": _fleet(
        "{company} 的单位账户未通过审核或已停用，原因见：{link}",
        "The fleet account of {company} was not approved or is suspended. See why: {link}",
    ),
    "company_let_in": _fleet(
        "{company}已通过平台审核，可用统一社会信用代码和您设定的密码登录，填写企业主页：{link}",
        "{company} may use the platform now: sign in with the credit code and your password to "
        "write its page: {link}",
    ),
    "company_not_let_in": _fleet(
        "{company}的入驻申请未通过。原因和再次申请：{link}",
        "{company} was not let in. Why, and how to sign up again: {link}",
    ),
    "block_confirmed": _block(
        "批量预约成功：{outlet}，{cars} 辆，{first} 至 {last}，批次号 {code}。"
        "请每车携带行驶证原件。",
        "Booked: {cars} cars at {outlet}, {first} to {last}, block {code}. Bring each car's "
        "vehicle licence.",
    ),
    "block_cancelled": _block(
        "批量预约已取消 {cars} 辆：{outlet}，{first} 至 {last}，批次号 {code}。",
        "Cancelled: {cars} cars at {outlet}, {first} to {last}, block {code}.",
    ),
    "block_tomorrow": _block(
        "提醒：批次 {code} 的 {cars} 辆车将于 {first} 至 {last} 在 {outlet} 拆卸电池。"
        "请每车携带行驶证原件。",
        "Reminder: {cars} cars of block {code} are due at {outlet}, {first} to {last}. Bring each "
        "car's vehicle licence.",
    ),
    "block_missed": _block_over(
        "批次 {code} 有 {cars} 辆车当天未登记到店（{outlet}，{first} 至 {last}），已结束，"
        "可重新预约。",
        "{cars} cars of block {code} were not checked in at {outlet} ({first} to {last}), so their "
        "appointments ended; they can be booked again.",
    ),
    "block_quotes": Template(
        params=frozenset({"code", "outlet", "phone", "link"}),
        zh="{outlet} 今天开始为批次 {code} 的车辆逐车称重报价，请逐车确认或拒绝：{link} "
        "网点电话 {phone}。",
        en="{outlet} weighs the batteries of block {code} today and makes an offer for each car. "
        "Accept or refuse each: {link} Outlet: {phone}.",
        keeps=timedelta(days=1),
    ),
    "block_payouts": Template(
        params=frozenset({"code", "outlet", "phone", "link"}),
        zh="{outlet} 今天开始登记批次 {code} 的电池回收款为已付，各车情况见：{link} "
        "未收到请致电网点 {phone}。",
        en="{outlet} notes payments for the batteries of block {code} as made from today. See each "
        "car: {link} If one did not reach you, call the outlet: {phone}.",
        keeps=A_WEEK,
    ),
    "block_receipts": Template(
        params=frozenset({"code", "cars", "outlet", "link"}),
        zh="批次 {code} 有 {cars} 辆车已在 {outlet} 完成拆卸并开具凭证，查看和下载：{link}",
        en="{cars} cars of block {code} are done at {outlet}. Their receipts: {link}",
        keeps=A_WEEK,
    ),
    "staff_news": Template(
        params=frozenset({"outlet", "what"}),
        zh="{outlet}：{what}。详情请登录员工页面。",
        en="{outlet}: {what}. See the staff pages.",
        keeps=timedelta(days=1),
    ),
    "staff_digest": Template(
        params=frozenset({"count", "what"}),
        zh="网点消息共 {count} 条：{what}。详情请登录员工页面。",
        en="{count} pieces of news from your outlets: {what}. See the staff pages.",
        keeps=timedelta(hours=12),
    ),
    "staff_confirm": Template(
        params=frozenset({"link"}),
        zh="请登录员工页面后打开此链接，确认用本手机号接收网点消息：{link} 如非本人操作请忽略。",
        en="Sign in to the staff pages and open this to get an outlet's news here: {link} If you "
        "did not ask for it, ignore this.",
        keeps=timedelta(days=1),
    ),
    "receipt_issued": Template(
        params=frozenset({"outlet", "serial", "link"}),
        zh="{outlet} 已开具动力电池回收凭证 {serial}：{link} 请妥善保存，车辆报废时可能需要。",
        en="{outlet} issued your battery receipt {serial}: {link} Please keep it.",
        keeps=A_WEEK,
    ),
}


def template_of(kind: str, *, params: Mapping[str, str]) -> Template:
    """Return the template of a kind, sure that it and its parameters fit.

    Raises LookupError for an unknown kind and ValueError for missing or surplus parameters: both
    are mistakes in our code, found by the first test that tells.
    """
    found = TEMPLATES[kind]
    if found.params != params.keys():
        raise ValueError(f"{kind} takes {sorted(found.params)}, got {sorted(params)}")
    return found


def is_urgent(kind: str) -> bool:
    """Tell whether a kind goes out before others. One that is told no more does not."""
    return kind in TEMPLATES and TEMPLATES[kind].urgent
