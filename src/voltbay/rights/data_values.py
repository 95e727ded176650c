"""What codes in an owner's copy are called on the page that people read, by the column's name.

In English a code reads as it stands, with blanks; so here are the Chinese words alone. A code
without words is shown as it stands: nothing is ever left out.
"""

from collections.abc import Callable, Mapping

from voltbay.core.languages import EN

STATES = {
    # of bookings and blocks
    "held": "已保留",
    "in_review": "审核中",
    "confirmed": "已确认",
    "checked_in": "已到店",
    "removing": "拆卸中",
    "completed": "已完成",
    "cancelled": "已取消",
    "expired": "已失效",
    "no_show": "未到店",
    "left_open": "未办结",
    # of what is asked, offered and waited for
    "asked": "等待答复",
    "accepted": "已接受",
    "approved": "已通过",
    "declined": "已婉拒",
    "refused": "未通过",
    "withdrawn": "已撤回",
    "lapsed": "逾期未答复",
    "done": "已完成",
    "waiting": "等待中",
    "offered": "已提供",
    "taken": "已预约",
    "left": "已退出",
    "suspended": "已停用",
    "closed": "已关闭",
    "open": "待决定",
    "granted": "已同意",
    # of documents, messages and payouts
    "reading": "识别中",
    "recognised": "已识别",
    "by_hand": "手工填写",
    "queued": "待发送",
    "sent": "已发送",
    "failed": "失败",
    "owed": "待付",
    "paid": "已付",
    "waived": "免付",
}
PAPERS = {
    "identity_card": "身份证",
    "residence_permit": "港澳台居民居住证",
    "foreigner_card": "外国人永久居留身份证",
    "travel_permit": "来往内地（大陆）通行证",
    "passport": "护照",
    "temporary_identity_card": "临时身份证",
    "vehicle_licence": "行驶证",
    "registration_certificate": "机动车登记证书",
    "temporary_plate": "临时号牌",
    "deregistration_certificate": "注销证明",
    "authorisation": "授权书",
    "household_register": "户口簿",
    "birth_certificate": "出生医学证明",
    "power_of_attorney": "授权委托书",
    "death_certificate": "死亡证明",
    "kinship_certificate": "亲属关系证明",
    "court_paper": "法院或公证文书",
    "business_licence": "营业执照",
    "letter": "单位证明",
    "other": "其他",
}
PURPOSES = {
    "terms": "用户服务协议",
    "privacy": "个人信息处理说明",
    "documents": "识别证件照片",
    "aliyun": "由阿里云识别证件照片",
    "reminders": "到店提醒",
    "wechat": "微信登录和微信消息",
}
CALL_OUTS = {"danger": "危险电池", "tow": "拖车", "on_site": "上门拆卸"}
WAYS = {"bank": "银行转账", "wechat": "微信", "alipay": "支付宝", "cash": "现金"}
LOOKED_FOR = {
    "visit": "准备或接待到店",
    "contact": "就预约联系",
    "review": "核对证件",
    "call_out": "答复求助",
    "payout": "付款",
    "account": "恢复或更正账号",
    "fleet": "审核单位账户",
    "question": "车主的询问或投诉",
    "report": "依法上报电池",
    "law": "其他法定义务",
    "search": "查找预约",
    "other": "其他原因",
}
BY_NAME: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "from_state": STATES,
    "to_state": STATES,
    "payout": STATES,
    "kind": {**PURPOSES, **PAPERS, **CALL_OUTS},
    "paper": PAPERS | {"identity_card": "身份证件"},  # whichever it was
    "identity_kind": PAPERS,
    "document_kind": PAPERS,
    "action": {"given": "同意", "withdrawn": "撤回"},
    "of": {
        **PURPOSES,
        "booking": "预约的姓名和号码",
        "owner": "账号的姓名和手机号",
        "photo": "证件照片",
        "call_out": "求助的电话、地点和照片",
        "search": "按号码查找",
    },
    "purpose": LOOKED_FOR,
    "verdict": {"agrees": "一致", "differs": "不一致", "missing": "未带", "let_pass": "主管放行"},
    "relation": {
        "self": "本人车辆",
        "company": "单位车辆",
        "relative": "亲属车辆",
        "guardian_of_child": "不满十四周岁儿童的监护人",
        "guardian": "监护人",
        "representative": "代理人",
        "heir": "近亲属",
    },
    "car_after": {"battery_replaced": "换装新电池", "kept": "保留车辆", "to_be_scrapped": "报废"},
    "fuel": {
        "electric": "纯电动",
        "hybrid": "混合动力",
        "fuel_cell": "燃料电池",
        "petrol": "燃油",
        "unknown": "未知",
    },
    "vehicle_class": {
        "passenger_car": "乘用车",
        "light_lorry": "轻型货车",
        "medium_lorry": "中型货车",
        "heavy_lorry": "重型货车",
        "bus": "客车",
        "special": "专项作业车",
        "motorcycle": "摩托车",
        "trailer": "挂车",
        "unknown": "未知",
    },
    "no_plate": {
        "temporary": "临时号牌",
        "not_plated": "没有号牌",
        "deregistered": "已注销",
        "to_be_scrapped": "已交回号牌报废",
    },
    "charge": {"above": "高于 30%", "below": "30% 或以下", "unknown": "未知"},
    "signs": {
        "swelling": "鼓包",
        "leak": "漏液",
        "smoke": "冒烟或发热",
        "smell": "异味",
        "water": "泡水",
        "crash": "碰撞",
    },
    "role": {"books": "可预约", "sees_all": "可查看全部", "manages": "可管理"},
    "answered_on": {"tablet": "网点平板", "phone": "手机"},
    "accepted_on": {"tablet": "网点平板", "phone": "手机"},
    "unit": {"pack": "整包", "kg": "每千克"},
    "way": WAYS,
    "field": {"name": "姓名", "phone": "手机号", "plate": "号牌", "vin": "车辆识别代号"},
    "asks": {
        "copy": "查阅或复制",
        "correct": "更正",
        "withdraw": "撤回全部同意",
        "close": "注销账号",
        "take_part": "参与预约",
    },
    "profile": {"car_maker": "车企上报表", "national_platform": "国家溯源平台"},
    "why": {
        "cancelled": "由车主取消",
        "rescheduled": "改期",
        "service_swapped": "更换服务",
        "refitted": "时长或工位随服务变化",
        "dropped": "放弃保留",
        "accepted": "审核通过",
        "refused": "审核未通过",
        "walk_in": "到店预约",
        "block": "批量预约",
        "authorisation_seen": "已核对单位授权",
        "telephone": "电话预约",
        "seen_at_desk": "到店核对证件",
        "undecided": "当天未审核",
        "day_over": "当天未到店",
        "left_open": "14 天内未办结",
        "account_closed": "账号已注销",
        "owner_asked": "应车主要求",
        "outlet_closed": "网点停业",
        "hours_changed": "营业时间变化",
        "service_changed": "服务变化",
        "bay_out_of_order": "工位故障",
        "staff_short": "人手不足",
        "storage_full": "库存已满",
        "unfit": "车辆无法作业",
        "other": "其他原因",
        "erased": "保存期满，已删除",
    },
    "template": {
        "sign_in_code": "登录验证码",
        "phone_changed": "更换手机号",
        "booking_confirmed": "预约成功",
        "booking_in_review": "预约待审核",
        "booking_cancelled": "预约已取消",
        "booking_refused": "预约未通过审核",
        "booking_cancelled_by_outlet": "网点取消预约",
        "booking_undecided": "预约当天未审核",
        "booking_missed": "预约当天未到店",
        "booking_left_open": "预约未办结",
        "booking_rescheduled": "预约已改期",
        "booking_moved_by_outlet": "网点调整预约",
        "booking_tomorrow": "到店提醒",
        "call_out_accepted": "网点接受求助",
        "call_out_promised": "网点为求助预留时间",
        "call_out_declined": "网点婉拒求助",
        "call_out_lapsed": "求助无人答复",
        "danger_answered": "网点答复危险电池",
        "danger_lapsed": "危险电池无人答复",
        "place_offered": "候补成功",
        "quote_made": "报价",
        "payout_made": "付款登记",
        "fleet_invited": "单位邀请",
        "fleet_approved": "单位账户通过",
        "fleet_refused": "单位账户未通过或停用",
        "company_let_in": "企业入驻通过",
        "company_not_let_in": "企业入驻未通过",
        "block_confirmed": "批量预约成功",
        "block_cancelled": "批量预约取消",
        "block_tomorrow": "批量预约提醒",
        "block_missed": "批量预约未到店",
        "block_quotes": "批量报价",
        "block_payouts": "批量付款登记",
        "block_receipts": "批量凭证",
        "staff_news": "员工消息",
        "staff_digest": "员工消息汇总",
        "staff_confirm": "员工手机号确认",
        "receipt_issued": "开具凭证",
    },
}
YES_NO = {True: ("是", "yes"), False: ("否", "no")}

Say = Callable[[str, object], str]


def values_of(language: str) -> Say:
    """Return what says a value of a column, by the column's name, in a language."""
    is_english = language == EN

    def said(name: str, value: object) -> str:
        if isinstance(value, bool):
            return YES_NO[value][is_english]
        text, words = str(value), BY_NAME.get(name, {})
        if text not in words:
            return text
        return text.replace("_", " ") if is_english else words[text]

    return said
