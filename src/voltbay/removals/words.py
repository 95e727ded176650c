"""What batteries are called in files and on receipts, which are Chinese."""

from voltbay.identifiers.battery_code import Product
from voltbay.removals.rules import NoCode

PRODUCTS = {
    Product.PACK.value: "电池包",
    Product.MODULE.value: "电池模块",
    Product.CELL.value: "电池单体",
}
NO_CODE = {
    NoCode.OLD.value: "2018年2月前生产，无编码",
    NoCode.GONE.value: "标签缺失",
    NoCode.UNREADABLE.value: "标签无法识读",
    NoCode.IMPORTED.value: "进口，无国标编码",
}
NO_CODE_EN = {
    NoCode.OLD.value: "made before February 2018, without a code",
    NoCode.GONE.value: "the label is gone",
    NoCode.UNREADABLE.value: "the label cannot be read",
    NoCode.IMPORTED.value: "imported, without a national code",
}
CHEMISTRIES = {
    "": "未知",
    "A": "镍氢电池",
    "B": "磷酸铁锂电池",
    "C": "锰酸锂电池",
    "D": "钴酸锂电池",
    "E": "三元材料电池",
    "F": "超级电容器",
    "G": "钛酸锂电池",
    "Z": "其他",
}
ANSWERED_ON = {"": "", "tablet": "网点平板", "phone": "手机"}
WAYS = {"": "", "bank": "银行转账", "wechat": "微信", "alipay": "支付宝", "cash": "现金"}
PAYOUT_STATES = {"owed": "待付", "paid": "已付", "failed": "付款失败", "waived": "免付"}
# Reasons that the program writes itself; others are people's own words.
WHYS = {
    "replaced by a later quote": "已由后一份报价取代",
    "given up": "拆卸已放弃",
    "erased": "保存期满，已删除",
}
