"""Exporting what is reported, and proving later what was exported when.

1. The batteries of the range are read and written as a file.
2. Who made which file when is kept, with the file's SHA-256 and the batteries in it.
3. Once the file has been handed on, that is noted: only then is nothing owed for them any more.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.core.local_time import local
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.directory.models import Outlet
from voltbay.removals.errors import ExportUnknown, NothingToExport
from voltbay.removals.models import BatteryPack, Export
from voltbay.removals.stock.reporting import Range, direction, moment_of, packs_in
from voltbay.removals.words import CHEMISTRIES, NO_CODE, PRODUCTS

# The columns that outlets hand to car makers in practice, in both directions.
Columns = dict[str, Callable[[BatteryPack], str]]
# A list of its own, as a national code must never be looked for in our number.
WITHOUT_CODE: Columns = {
    "网点自编号": lambda pack: pack.printed_number,
    "无编码原因": lambda pack: NO_CODE[pack.no_code_reason],
    "产品类型": lambda pack: PRODUCTS[pack.product],
    "制造商": lambda pack: pack.maker,
    "电池类型": lambda pack: CHEMISTRIES.get(pack.chemistry, "其他"),
    "标称能量(kWh)": lambda pack: "" if pack.energy_kwh is None else str(pack.energy_kwh),
    "电池质量(kg)": lambda pack: str(pack.mass_kg or ""),
    "铭牌序列号": lambda pack: pack.printed_serial,
}
COLUMNS: dict[str, Columns] = {
    Export.Kind.IN: {
        "入库电池编码": lambda pack: pack.code,
        "产品类型": lambda pack: PRODUCTS[pack.product],
        "入库日期": lambda pack: _date(pack, Export.Kind.IN),
        "回收服务网点名称": lambda pack: pack.outlet.name,
        "回收服务网点统一社会信用代码": lambda pack: pack.outlet.company.credit_code,
    },
    Export.Kind.OUT: {
        "退役电池编码": lambda pack: pack.code,
        "产品类型": lambda pack: PRODUCTS[pack.product],
        "退役日期": lambda pack: _date(pack, Export.Kind.OUT),
        "退役厂商名称": lambda pack: pack.outlet.company.name,
        "退役去向单位名称": lambda pack: pack.handover.receiver_name if pack.handover else "",
        "电池类型": lambda pack: CHEMISTRIES.get(pack.chemistry, "其他"),
        "电池质量(kg)": lambda pack: str(pack.mass_kg or ""),
    },
    Export.Kind.UNCODED_IN: {
        **WITHOUT_CODE,
        "入库日期": lambda pack: _date(pack, Export.Kind.IN),
        "回收服务网点名称": lambda pack: pack.outlet.name,
        "回收服务网点统一社会信用代码": lambda pack: pack.outlet.company.credit_code,
    },
    Export.Kind.UNCODED_OUT: {
        **WITHOUT_CODE,
        "退役日期": lambda pack: _date(pack, Export.Kind.OUT),
        "退役厂商名称": lambda pack: pack.outlet.company.name,
        "退役去向单位名称": lambda pack: pack.handover.receiver_name if pack.handover else "",
    },
}


@transaction.atomic
def export(
    asked: Range, form: Export.Form, *, staff: StaffUser, now: datetime
) -> tuple[Export, bytes]:
    """Write a range as a file, and keep the proof of it. Raises NothingToExport."""
    packs = list(packs_in(asked))
    if not packs:
        raise NothingToExport
    columns = COLUMNS[asked.kind]
    rows = [[write(pack) for write in columns.values()] for pack in packs]
    if form == Export.Form.CSV:
        content = as_csv(list(columns), rows)
    else:
        content = as_xlsx(list(columns), rows, title="溯源信息", made_at=now)
    return _keep(asked, form, packs, content, staff=staff, now=now), content


@transaction.atomic
def mark_reported(export_id: UUID, *, staff: StaffUser, now: datetime) -> Export:
    """Note that an export was handed on, so that nothing is owed for what is in it.

    Safe to repeat: the first time counts. Raises ExportUnknown.
    """
    made = Export.objects.select_for_update().filter(pk=export_id).first()
    if made is None:
        raise ExportUnknown
    if made.reported_at is not None:
        return made
    column = f"reported_{direction(made.kind)}_at"
    in_it = BatteryPack.objects.filter(exports=made, **{f"{column}__isnull": True})
    # One whose code was found after the file was made is owed under the code.
    in_it = in_it.exclude(code_found_at__gt=made.at)
    BatteryPack.objects.filter(pk__in=in_it.values("pk")).update(**{column: now})
    made.reported_at, made.reported_by = now, staff
    made.save(update_fields=["reported_at", "reported_by"])
    return made


def _keep(
    asked: Range,
    form: Export.Form,
    packs: list[BatteryPack],
    content: bytes,
    *,
    staff: StaffUser,
    now: datetime,
) -> Export:
    made = Export.objects.create(
        kind=asked.kind,
        form=form,
        rows=len(packs),
        filename=f"traceability-{asked.kind.replace('_', '-')}-{local(now):%Y%m%d-%H%M%S}.{form}",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        at=now,
        staff=staff,
    )
    made.outlets.set(Outlet.objects.filter(pk__in=asked.outlets))
    made.packs.set(packs)
    return made


def _date(pack: BatteryPack, kind: str) -> str:
    return f"{local(moment_of(pack, kind)):%Y-%m-%d}"
