"""Writing a report: a file of one list, and the proof of what it said of which battery.

1. The company's chain is locked: of two who report the same, one is told that nothing is owed.
2. What is owed, or to be corrected, is read; rows that lack something stay owed.
3. The report and one row a battery are written, each row the next link of the chain. From then on
   they are reported. Full VINs leave with the file, so each booking has its view.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_booking
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local
from voltbay.traceability.chain import START, digest_of, new_salt, vin_digest, written
from voltbay.traceability.errors import CarMakerMissing, NothingToReport, ReportIncomplete
from voltbay.traceability.models import Movement, Report, ReportRow
from voltbay.traceability.queries import State, Wanted, movements
from voltbay.traceability.report_file import as_file
from voltbay.traceability.report_profile import VIN, VIN_CORRECTED, Profile, list_of
from voltbay.traceability.rows import (
    cells_of,
    changed,
    columns_of,
    facts_compared,
    missing_of,
    said,
)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('traceability:' || %s, 0))"
MOST = 5000  # rows in a file; what is over goes into the next one
# What is put before a list's own columns when it corrects.
CORRECTS, WAS, REPORTED_ON = "更正说明", "原上报内容", "原上报日期"
FACT_WORDS = {
    "sort": "所属清单",
    "car_maker": "整车企业",
    "code": "电池编码",
    "own_number": "网点自编号",
    "no_code_reason": "无编码原因",
    "product": "产品类型",
    "chemistry": "电池类型",
    "maker": "制造商",
    "energy_kwh": "标称能量(kWh)",
    "mass_kg": "电池质量(kg)",
    "printed_serial": "铭牌序列号",
    "former_codes": "原电池编码",
    "stored_date": "入库日期",
    "left_date": "退役日期",
    "receiver_name": "接收单位名称",
    "receiver_code": "接收单位统一社会信用代码",
    VIN_CORRECTED: "车辆识别代号",
}


@dataclass(frozen=True)
class Asked:
    """Which file is wanted. `wanted` names company, list and, if it is split, the car maker."""

    wanted: Wanted
    form: Report.Form


@transaction.atomic
def write_report(asked: Asked, *, staff: StaffUser, now: datetime) -> Report:
    """Report all of a list that is owed and complete, or correct what was put right since.

    Raises NothingToReport, ReportIncomplete if none is complete, or CarMakerMissing.
    """
    wanted = asked.wanted
    if wanted.company is None or not wanted.list_name:
        raise ValueError("a report is of one company and one list")
    if wanted.profile.is_split and not wanted.car_maker:
        raise CarMakerMissing
    _lock(wanted.company)
    complete = _complete(wanted, now=now)
    vins = _vins(complete, wanted.profile)
    before = _reported(complete, wanted)
    report = _report(asked, wanted.company, len(complete), staff=staff, now=now)
    rows = _rows(report, complete, wanted.profile, vins, before)
    report.filename = _filename(asked, now)
    content = as_file(report, rows)
    report.size, report.sha256 = len(content), hashlib.sha256(content).hexdigest()
    report.save(force_insert=True)
    ReportRow.objects.bulk_create(rows)
    note_views(report, rows, staff=staff, now=now)
    return report


def note_views(report: Report, rows: list[ReportRow], *, staff: StaffUser, now: datetime) -> None:
    """Write that somebody takes the full VINs of these rows out of the house."""
    of_packs = [row.pack_id for row in rows if row.vin]
    seen = Movement.objects.filter(pack__in=of_packs).values_list("booking_code", "outlet_id")
    for code, outlet_id in seen.distinct():
        why = f"溯源上报 {report.filename}"
        view_booking(
            code, outlet_id=outlet_id, staff=staff, purpose=Purpose.REPORT, why=why, now=now
        )


def _lock(company: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(company)])


def _complete(wanted: Wanted, *, now: datetime) -> list[Movement]:
    found = list(movements(wanted, now=now)[:MOST])
    complete = [each for each in found if not missing_of(each, wanted.profile)]
    if not found:
        raise NothingToReport
    if not complete:
        raise ReportIncomplete(rows=len(found))
    return complete


def _vins(complete: list[Movement], profile: Profile) -> Mapping[UUID, str]:
    """Return the VINs by removal, if the list asks for them."""
    if all(column.fact != VIN for column in columns_of(complete[0], profile)):
        return {}
    removals = {each.removal_id for each in complete}
    found = Booking.objects.filter(removal__in=removals).values_list("removal", "vin")
    return {removal: str(vin) for removal, vin in found if vin}


def _reported(complete: list[Movement], wanted: Wanted) -> Mapping[str, ReportRow]:
    """Return the rows that are corrected, by movement; nothing for a first report."""
    if wanted.state != State.CORRECTION:
        return {}
    packs = [each.pack_id for each in complete]
    rows = ReportRow.objects.filter(profile=wanted.profile.key, is_current=True, pack__in=packs)
    return {f"{row.pack_id}:{row.way}": row for row in rows.select_related("report")}


def _report(asked: Asked, company: UUID, count: int, *, staff: StaffUser, now: datetime) -> Report:
    wanted = asked.wanted
    return Report(
        id=uuid4(),
        company_id=company,
        profile=wanted.profile.key,
        profile_sha256=wanted.profile.sha256,
        list_name=wanted.list_name,
        is_correction=wanted.state == State.CORRECTION,
        car_maker=wanted.car_maker if wanted.profile.is_split and wanted.car_maker else "",
        form=asked.form,
        count=count,
        at=now,
        staff=staff,
    )


def _rows(
    report: Report,
    complete: list[Movement],
    profile: Profile,
    vins: Mapping[UUID, str],
    before: Mapping[str, ReportRow],
) -> list[ReportRow]:
    last = ReportRow.objects.filter(company=report.company_id).order_by("-sequence").first()
    sequence, head = (last.sequence, last.digest) if last else (0, START)
    rows = []
    for movement in complete:
        sequence += 1
        row = _row(
            report, movement, profile, vins.get(movement.removal_id), before.get(movement.id)
        )
        row.sequence, row.previous = sequence, head
        head = row.digest = digest_of(head, row.payload)
        rows.append(row)
    return rows


def _row(
    report: Report,
    movement: Movement,
    profile: Profile,
    vin: str | None,
    corrected: ReportRow | None,
) -> ReportRow:
    salt = new_salt() if vin else None
    cells = cells_of(movement, profile)
    if corrected:
        cells = {**_correction_cells(movement, corrected, profile), **cells}
    says = {
        "report": str(report.id),
        "at": report.at.isoformat(),
        "profile": profile.key,
        "list": list_of(movement.sort, movement.way),
        "pack": str(movement.pack_id),
        "way": movement.way,
        "corrects": corrected.sequence if corrected else None,
        "vin": vin_digest(vin, salt) if vin and salt else None,
        "cells": cells,
    }
    return ReportRow(
        report=report,
        company_id=report.company_id,
        profile=profile.key,
        pack_id=movement.pack_id,
        way=movement.way,
        corrects=corrected,
        at=report.at,
        facts=facts_compared(movement, profile),
        payload=written(says),
        vin=vin,
        salt=salt,
    )


def _correction_cells(movement: Movement, corrected: ReportRow, profile: Profile) -> dict[str, str]:
    differs = changed(movement, corrected.facts)
    was = {fact: said(corrected.facts, fact, profile) or "（空）" for fact in differs}
    return {
        CORRECTS: "；".join(FACT_WORDS[fact] for fact in differs),
        WAS: "；".join(f"{FACT_WORDS[fact]}：{value}" for fact, value in was.items()),
        REPORTED_ON: f"{local(corrected.at):%Y-%m-%d}",
    }


def _filename(asked: Asked, now: datetime) -> str:
    wanted = asked.wanted
    what = wanted.profile.key.replace("_", "-") + "-" + wanted.list_name.replace("_", "-")
    if wanted.state == State.CORRECTION:
        what += "-correction"
    return f"{what}-{local(now):%Y%m%d-%H%M%S}.{asked.form}"
