"""Receipts as the rows of a table: one for each battery, for a company's books."""

from collections.abc import Iterable

from voltbay.core.local_time import local
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.queries import contents
from voltbay.removals.words import CHEMISTRIES

HEADINGS = (
    *("凭证编号", "开具时间", "作废", "预约号", "号牌号码", "车辆识别代号", "所有人"),
    *("回收企业", "网点", "电池编码", "材料", "质量（kg）", "本车价款（元）"),
)
HEADINGS_EN = (
    *("serial", "issued", "void", "booking", "plate", "VIN", "owner on the licence"),
    *("company", "outlet", "battery code", "chemistry", "mass, kg", "price of the car, yuan"),
)


def receipt_rows(receipts: Iterable[Receipt]) -> list[list[str]]:
    """Return a row for each battery; the price stands in the first of each car, to be added up.

    A receipt that was replaced names the one that counts in the column `void`, and no price.
    """
    return [row for receipt in receipts for row in _rows(receipt)]


def _rows(receipt: Receipt) -> list[list[str]]:
    says, later = contents(receipt), receipt.replacement
    head = [
        receipt.serial,
        f"{local(receipt.issued_at):%Y-%m-%d %H:%M}",
        later.serial if later else "",
        *(says[name] for name in ("booking", "plate", "vin", "owner", "company", "outlet")),
    ]
    price = "" if later else says["price_yuan"] or ""
    return [
        [
            *head,
            pack["code"] or pack.get("own_number", ""),
            CHEMISTRIES.get(pack["chemistry"], pack["chemistry"]),
            pack["mass_kg"],
            "" if number else price,
        ]
        for number, pack in enumerate(says["packs"])
    ]
