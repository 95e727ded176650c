"""A receipt on paper: a page of PDF with its letters inside, and a QR code that leads to its check.

It is made from what was signed and nothing else, so the same receipt always makes the same page;
only one that was replaced meanwhile says so on top.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

import segno
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, WrapMode, XPos, YPos
from fpdf.fonts import FontFace

from voltbay.core.local_time import local
from voltbay.identifiers.plate import is_plate, parse_plate
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.issue import link_to, signed_link_to
from voltbay.removals.receipts.queries import contents
from voltbay.removals.receipts.signing import write_signature
from voltbay.removals.words import (
    ANSWERED_ON,
    CHEMISTRIES,
    NO_CODE,
    NO_CODE_EN,
    PAYOUT_STATES,
    PRODUCTS,
)

FACE = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
LETTERS = "noto"
MARGIN, QR_SIDE = 18, 38  # mm
GREY, GREEN, LINE = (96, 104, 112), (18, 102, 72), (205, 210, 215)
RED = (170, 30, 20)
CAR_AFTER = {
    "battery_replaced": "更换电池 battery replaced",
    "kept": "保留车辆 car kept",
    "to_be_scrapped": "车辆报废 car to be scrapped",
}
NO_PLATE = {
    "temporary": "临时号牌 temporary",
    "not_plated": "无牌 none",
    "deregistered": "已注销登记 deregistered",
    "to_be_scrapped": "已交牌报废 given back for scrapping",
}
ADVICE = (
    "本凭证证明上述动力电池已由上述回收服务网点回收，请妥善保存。未装回动力电池的车辆，报废时按车辆缺失处理。"
    "扫描二维码可核验真伪；核验页显示的内容与本凭证不一致的，本凭证无效。"
)
ADVICE_EN = (
    "Keep this receipt for the car's later life. Scan the code to check it: if the page says "
    "anything else than this paper, the paper is not genuine."
)


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return a receipt as PDF, about 45 kB; making it takes about a second."""
    says = contents(receipt)
    paper = _blank(receipt)
    _heading(paper, receipt)
    _void(paper, receipt)
    _reduced(paper, receipt)
    _facts(paper, _lines(receipt, says))
    _batteries(paper, says["packs"])
    _totals(paper, says)
    _foot(paper, receipt)
    return bytes(paper.output())


def _blank(receipt: Receipt) -> FPDF:
    paper = FPDF(format="A4")
    paper.set_margin(MARGIN)
    paper.set_auto_page_break(auto=True, margin=MARGIN)
    package, name = FACE
    with as_file(files(package) / name) as face:
        paper.add_font(LETTERS, fname=str(face))  # only the letters used end up in the file
    paper.set_creation_date(receipt.issued_at)
    paper.set_title(f"动力电池回收凭证 {receipt.serial}")
    paper.set_lang("zh-Hans")
    paper.set_draw_color(*LINE)
    paper.add_page()
    return paper


def _heading(paper: FPDF, receipt: Receipt) -> None:
    paper.set_text_color(*GREEN)
    paper.set_font(LETTERS, size=22)
    paper.cell(text="动力电池回收凭证", new_x=XPos.LMARGIN, new_y=YPos.NEXT, h=11)
    paper.set_text_color(*GREY)
    paper.set_font(LETTERS, size=10)
    paper.cell(text="Power battery take-back receipt", new_x=XPos.LMARGIN, new_y=YPos.NEXT, h=6)
    _qr(paper, receipt)
    paper.set_y(max(paper.get_y(), MARGIN + QR_SIDE) + 4)


def _void(paper: FPDF, receipt: Receipt) -> None:
    """Say in red that another receipt counts; what is said below is what once was signed."""
    later = receipt.replacement
    if later is None:
        return
    paper.set_text_color(*RED)
    paper.set_draw_color(*RED)
    paper.set_font(LETTERS, size=12)
    on = f"{local(later.issued_at):%Y-%m-%d %H:%M}"
    said = f"已作废 VOID · {on} · 已由以下凭证替换 replaced by {later.serial}"
    paper.multi_cell(w=0, h=10, text=said, border=1, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_draw_color(*LINE)
    paper.ln(4)


def _reduced(paper: FPDF, receipt: Receipt) -> None:
    """Say why owner, plate and VIN are empty: they are kept no longer, not withheld."""
    if receipt.reduced_at is None:
        return
    paper.set_font(LETTERS, size=10)
    on = f"{local(receipt.reduced_at):%Y-%m-%d}"
    said = (
        f"保存期限届满，车主、号牌和车辆识别代号已于 {on} 删除，其余内容重新签名。\n"
        f"Owner, plate and VIN were erased on {on}, when their time was over; the rest was signed "
        "anew."
    )
    paper.multi_cell(w=0, h=6, text=said, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(4)


def _qr(paper: FPDF, receipt: Receipt) -> None:
    picture = BytesIO()
    segno.make(signed_link_to(receipt), error="m").save(picture, kind="png", scale=6, border=2)
    left = paper.w - MARGIN - QR_SIDE
    paper.image(picture, x=left, y=MARGIN - 4, w=QR_SIDE, alt_text=link_to(receipt))


def _lines(receipt: Receipt, says: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the page says, label by label."""
    return [
        ("凭证编号 Serial", says["serial"]),
        ("开具时间 Issued", f"{local(receipt.issued_at):%Y-%m-%d %H:%M}"),
        ("回收企业 Company", says["company"]),
        ("统一社会信用代码 Credit code", says["credit_code"]),
        ("回收服务网点 Outlet", says["outlet"]),
        ("地址 Address", says["address"]),
        ("车主 Owner", says["owner"]),
        ("号牌号码 Plate", _plate(says["plate"], says.get("no_plate", ""))),
        ("车辆识别代号 VIN", says["vin"]),
        ("车辆后续 The car", CAR_AFTER.get(says["car_after"], "")),
        ("预约号 Booking", says["booking"]),
        *([("替换凭证 Replaces", says["replaces"])] if "replaces" in says else []),
    ]


def _plate(number: str, no_plate: str) -> str:
    printed = parse_plate(number).printed if is_plate(number) else number
    why = NO_PLATE.get(no_plate, "")
    return f"{printed}（{why}）" if printed and why else printed or why


def _facts(paper: FPDF, lines: Sequence[tuple[str, str]]) -> None:
    paper.set_font(LETTERS, size=10.5)
    with paper.table(
        col_widths=(36, 64),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        first_row_as_headings=False,
        line_height=7,
        text_align="LEFT",
    ) as table:
        for label, value in lines:
            row = table.row()
            row.cell(label, style=FontFace(color=GREY))
            row.cell(value, style=FontFace(color=(0, 0, 0)))
    paper.ln(5)


def _batteries(paper: FPDF, packs: Sequence[Mapping[str, str]]) -> None:
    paper.set_text_color(0, 0, 0)
    paper.set_font(LETTERS, size=9.5)
    with paper.table(
        col_widths=(40, 15, 21, 14, 10),
        headings_style=FontFace(color=GREY),
        line_height=6.5,
        text_align="LEFT",
    ) as table:
        table.row(("电池编码 Code", "类型 Kind", "材料 Chemistry", "生产 Made", "kg"))
        for pack in packs:
            table.row(
                (
                    _named(pack),
                    PRODUCTS.get(pack["product"], ""),
                    CHEMISTRIES.get(pack["chemistry"], ""),
                    pack["made_date"] or "–",
                    pack["mass_kg"],
                )
            )
    paper.ln(3)


def _named(pack: Mapping[str, str]) -> str:
    """Return a battery's code; where nobody could read one, what stands in for it."""
    number = pack.get("own_number", "")
    if not number:
        return pack["code"]
    if pack["code"]:
        return f"{pack['code']}\n后补编码，原标签 code found later, formerly our label {number}"
    why = pack["no_code_reason"]
    energy = f"{pack['energy_kwh']} kWh" if pack["energy_kwh"] else ""
    known = [each for each in (pack["maker"], pack["printed_serial"], energy) if each]
    lines = [
        f"无可读编码，本网点标签 {number}",
        f"no readable code, our label {number}",
        f"{NO_CODE.get(why, '')} {NO_CODE_EN.get(why, '')}",
        " · ".join(known),
    ]
    return "\n".join(line for line in lines if line)


def _totals(paper: FPDF, says: Mapping[str, Any]) -> None:
    paper.set_font(LETTERS, size=11)
    count = len(says["packs"])
    texts = [f"合计 Total: {count} 件 pcs, {says['mass_kg']} kg"]
    if says["price_yuan"] is not None:
        texts.append(f"回收金额 Price: ¥{says['price_yuan']}")
    paper.cell(text="    ".join(texts), new_x=XPos.LMARGIN, new_y=YPos.NEXT, h=8)
    if "quote" in says:  # since version 3
        paper.set_font(LETTERS, size=9)
        paper.multi_cell(w=0, h=5, text=_agreed(says["quote"]), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(3)


def _agreed(quote: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(quote["accepted_at"])
    on = ANSWERED_ON[quote["accepted_on"]]
    state = quote["payout"]
    paid = f"，开具时{PAYOUT_STATES[state]}" if state else ""
    paid_en = f", payout {state} when this was issued" if state else ""
    return (
        f"车主已于 {local(at):%Y-%m-%d %H:%M} 通过{on}确认第 {quote['number']} 次报价{paid}\n"
        f"Quote {quote['number']} accepted by {quote['accepted_on']}{paid_en}"
    )


def _foot(paper: FPDF, receipt: Receipt) -> None:
    paper.set_text_color(*GREY)
    paper.set_font(LETTERS, size=9)
    for text in (ADVICE, ADVICE_EN, link_to(receipt)):
        paper.multi_cell(w=0, h=5, text=text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font(LETTERS, size=7)
    signature = write_signature(bytes(receipt.signature))
    paper.multi_cell(
        w=0, h=4, text=f"Ed25519 {receipt.key_id}: {signature}", wrapmode=WrapMode.CHAR
    )
