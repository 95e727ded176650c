"""What each part of an owner's copy is called on the page that people read.

The file for programs has the same names in both languages; in English they read as they stand.
A name without words in Chinese is shown as it stands, so that nothing is ever left out.
"""

from collections.abc import Callable

from voltbay.core.languages import EN
from voltbay.core.languages import ZH as ZH_HANS

ZH = {
    # The parts of the copy.
    "account": "账号",
    "consents": "同意记录",
    "sessions": "登录记录",
    "devices": "登录过的设备",
    "vehicles": "车辆",
    "messages": "发给您的消息",
    "wechat": "微信账号",
    "bookings": "预约",
    "waitlist": "候补",
    "call_outs": "上门或拖车请求",
    "documents": "证件",
    "fleets": "单位账户",
    "fleet_invitations": "单位邀请",
    "fleet_accounts": "申请的单位账户",
    "blocks": "批量预约",
    "vehicle_lists": "上传的车辆清单",
    "receipts": "回收凭证",
    "quotes": "报价与付款",
    "reports": "电池溯源上报",
    "views": "谁看过我的信息",
    # What stands in them.
    "id": "编号",
    "code": "编码",
    "kind": "种类",
    "state": "状态",
    "version": "版本",
    "sha256": "文本指纹（SHA-256）",
    "action": "操作",
    "at": "时间",
    "client": "设备或浏览器",
    "name": "姓名",
    "phone": "手机号",
    "plate": "车牌号",
    "vin": "车辆识别代号",
    "model": "品牌型号",
    "vehicle_model": "品牌型号",
    "vehicle_class": "车辆类型",
    "fuel": "动力类型",
    "mass_kg": "质量（千克）",
    "relation": "与车主的关系",
    "identity_kind": "身份证件种类",
    "identity_number": "身份证件号码",
    "certificate_number": "证明编号",
    "licence_owner": "行驶证所有人",
    "car_after": "车辆之后的去向",
    "no_plate": "没有普通号牌的原因",
    "note": "备注",
    "cancel_reason": "取消原因",
    "fields": "识别的内容",
    "typed": "手工填写的内容",
    "created_at": "创建时间",
    "phone_proven_at": "手机号验证时间",
    "expires_at": "到期时间",
    "used_at": "最近使用时间",
    "sent_at": "发送时间",
    "template": "消息模板",
    "open_id": "微信标识",
    "openid": "微信标识",
    "union_id": "微信统一标识",
    "starts_at": "开始时间",
    "ends_at": "结束时间",
    "erase_at": "删除时间",
    "fleet": "单位账户",
    "block": "批量预约",
    "outlet": "回收服务网点",
    "service": "服务",
    "outlet__name": "回收服务网点",
    "service__name": "服务",
    "fleet__name": "单位",
    "looks": "到店核验",
    "paper": "证件",
    "verdict": "核验结果",
    "legal_holds": "依法延长保存",
    "placed_at": "开始延长的时间",
    "until": "截止时间",
    "lifted_at": "解除时间",
    "events": "经过",
    "from_state": "之前的状态",
    "to_state": "之后的状态",
    "why": "原因",
    "starts_from": "最早时间",
    "starts_before": "最晚时间",
    "signs": "危险迹象",
    "drives": "能否行驶",
    "charge": "电量",
    "place": "地点",
    "position": "位置",
    "wanted_from": "希望的最早时间",
    "wanted_before": "希望的最晚时间",
    "agreed_from": "约定的最早时间",
    "agreed_before": "约定的最晚时间",
    "answered_at": "答复时间",
    "answered_on": "答复方式",
    "ended_at": "结束时间",
    "company": "单位名称",
    "role": "角色",
    "joined_at": "加入时间",
    "invited_at": "邀请时间",
    "authorised_at": "授权时间",
    "credit_code": "统一社会信用代码",
    "asked_at": "申请时间",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "cars": "车辆数",
    "created": "新增",
    "changed": "更改",
    "unchanged": "未变",
    "booking": "预约号",
    "number": "号码",
    "total_yuan": "合计（元）",
    "made_at": "报价时间",
    "lines": "明细",
    "chemistry": "电池类型",
    "unit": "计价单位",
    "unit_yuan": "单价（元）",
    "deduction_yuan": "扣款（元）",
    "deduction_why": "扣款原因",
    "amount_yuan": "金额（元）",
    "payout": "付款",
    "way": "付款方式",
    "paid_at": "付款时间",
    "reference": "付款流水号",
    "reason": "说明",
    "changed_at": "更改时间",
    "payee": "收款人",
    "payee_account": "收款账号",
    "signer": "签名人",
    "signature": "签名",
    "serial": "凭证编号",
    "issued_at": "开具时间",
    "voided_at": "作废时间",
    "replaced_by": "替换为",
    "void_reason": "作废原因",
    "to": "上报对象",
    "profile": "上报格式",
    "taken_back_at": "撤回时间",
    "says": "上报内容",
    "packs": "电池",
    "product": "产品类型",
    "made_date": "生产日期",
    "price_yuan": "回收金额（元）",
    # What is read on papers.
    "value": "内容",
    "confidence": "识别把握",
    "doubtful": "是否存疑",
    "corrected": "是否更正",
    "owner": "所有人",
    "address": "住址",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "nationality": "国籍",
    "chinese_name": "中文姓名",
    "english_name": "英文姓名",
    "valid_until": "有效期至",
    "vehicle_type": "车辆类型",
    "use_character": "使用性质",
    "engine_number": "发动机号码",
    "register_date": "注册日期",
    "issue_date": "发证日期",
    # Who looked.
    "of": "查看的内容",
    "document_kind": "证件种类",
    "purpose": "查看目的",
}


# What stands under some of these names is a word of the programs' language too.
KINDS_OF_PAPER = {
    "identity_card": "身份证",
    "residence_permit": "港澳台居民居住证",
    "foreigner_card": "外国人永久居留身份证",
    "travel_permit": "来往内地（大陆）通行证",
    "passport": "护照",
    "vehicle_licence": "行驶证",
    "registration_certificate": "机动车登记证书",
    "temporary_plate": "临时行驶车号牌",
    "deregistration_certificate": "机动车注销证明书",
    "authorisation": "授权材料",
}
STATES = {
    "held": "保留中",
    "in_review": "审核中",
    "confirmed": "已确认",
    "checked_in": "已到店",
    "removing": "拆卸中",
    "completed": "已完成",
    "cancelled": "已取消",
    "expired": "已过期",
    "no_show": "未到店",
    "left_open": "未办结",
    "reading": "识别中",
    "recognised": "已识别",
    "by_hand": "手工填写",
    "refused": "未通过",
    "sent": "已发送",
    "queued": "待发送",
    "failed": "未送达",
    "asked": "等待答复",
    "accepted": "已接受",
    "declined": "未接受",
    "lapsed": "未获答复",
    "withdrawn": "已撤回",
    "done": "已完成",
}
YES_OR_NO = {ZH_HANS: {True: "是", False: "否"}, EN: {True: "yes", False: "no"}}
ZH_VALUES: dict[str, dict[str, str]] = {
    "kind": KINDS_OF_PAPER,
    "document_kind": KINDS_OF_PAPER,
    "identity_kind": KINDS_OF_PAPER,
    "paper": KINDS_OF_PAPER | {"identity_card": "身份证件"},  # whichever it was
    "state": STATES,
    "from_state": STATES,
    "to_state": STATES,
    "relation": {"self": "本人", "company": "单位", "relative": "亲属"},
    "verdict": {
        "agrees": "一致",
        "differs": "不一致",
        "missing": "缺少",
        "let_pass": "主管放行",
    },
    "car_after": {
        "battery_replaced": "更换新电池",
        "kept": "暂时保留车辆",
        "to_be_scrapped": "车辆将报废",
    },
    "vehicle_class": {
        "passenger_car": "乘用车",
        "bus": "客车",
        "light_lorry": "轻型货车",
        "medium_lorry": "中型货车",
        "heavy_lorry": "重型货车",
        "special": "专项作业车",
        "unknown": "未知",
    },
    "fuel": {
        "electric": "纯电动",
        "hybrid": "混合动力",
        "fuel_cell": "燃料电池",
        "petrol": "燃油",
        "unknown": "未知",
    },
}


def said_of(name: str, value: object, language: str) -> object:
    """Return what stands under a name, in words where it is one of ours.

    >>> said_of("identity_kind", "passport", "zh-Hans"), said_of("paper", "vehicle_licence", EN)
    ('护照', 'vehicle licence')
    >>> said_of("note", "passport", "zh-Hans")
    'passport'
    """
    words = ZH_VALUES.get(name, {})
    if isinstance(value, bool):
        return YES_OR_NO[language][value]
    if not isinstance(value, str) or value not in words:
        return value
    return _in_english(value) if language == EN else words[value]


def words_of(language: str) -> Callable[[str], str]:
    """Return what says a name in a language."""
    return _in_english if language == EN else _in_chinese


def _in_english(name: str) -> str:
    return str(name).replace("__", " ").replace("_", " ")


def _in_chinese(name: str) -> str:
    return ZH.get(name) or _in_english(name)
