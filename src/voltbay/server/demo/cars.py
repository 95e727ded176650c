"""Cars of every kind, each with an owner and an appointment, so that a demo shows what fits where.

A police bus at an outlet without a service for buses, a light lorry, a hybrid with a green plate,
an early electric car with a blue one, and a car whose papers speak of an engine alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageDraw

from voltbay.accounts.models import Owner
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.bookings.owner.car import NOTHING_TOLD, Told
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Service
from voltbay.recognition import photos
from voltbay.recognition.models import Document
from voltbay.slots.queries import next_free_starts

CARS_ONLY, ALL_SORTS = "松江车墩回收服务网点", "嘉定安亭回收服务网点"
KEPT = timedelta(days=1)  # as a document that its owner sent is


@dataclass(frozen=True)
class Case:
    """An owner, what stands on the car's licence, and for what it comes to which outlet."""

    phone: str
    name: str
    number: str
    licence: Mapping[str, str]
    outlet: str
    service: str
    told: Told = NOTHING_TOLD


def _licence(plate: str, vehicle_type: str, model: str, vin: str, use: str) -> dict[str, str]:
    return {
        "plate": plate,
        "vehicle_type": vehicle_type,
        "use_character": use,
        "model": model,
        "vin": vin,
    }


PRIVATE = "非营运"
CASES = (
    Case(
        "13800001301",
        "周警安",
        "310101198506150032",
        _licence("沪A0123警", "大型普通客车", "宇通牌ZK6126BEVG1", "LZYTBGCW0L1000101", "警用"),
        CARS_ONLY,
        "乘用车动力电池拆卸",
    ),
    Case(
        "13800001302",
        "李运成",
        "310101197903210049",
        _licence("沪ADB0102", "轻型厢式货车", "江淮牌HFC5041XXYEV6", "LB3CE6DB7J0100102", "货运"),
        ALL_SORTS,
        "商用车动力电池拆卸",
    ),
    Case(
        "13800001303",
        "王双擎",
        "310101199108080053",
        _licence("沪AF10103", "小型轿车", "比亚迪牌BYD7152WT5HEVA", "LFVCE6DB5J0100103", PRIVATE),
        ALL_SORTS,
        "乘用车动力电池拆卸",
    ),
    Case(
        "13800001304",
        "陈早电",
        "310101198801120063",
        _licence("沪A10104", "小型轿车", "北京牌BJ7000B3D1-BEV", "LNBCE6DB7E0100104", PRIVATE),
        CARS_ONLY,
        "乘用车动力电池拆卸",
    ),
    Case(
        "13800001305",
        "周警安",
        "310101198506150032",
        _licence("沪A10105", "小型轿车", "大众牌FV7146BBDBG", "LFVCE6DB9J0100105", PRIVATE),
        ALL_SORTS,
        "乘用车动力电池拆卸",
        Told(fuel="hybrid"),
    ),
)


def load(*, now: datetime) -> None:
    """Add the cars that are not there yet, at the first free time from tomorrow on."""
    for case in CASES:
        owner = find_or_make_owner(case.phone, now=now)
        if not owner.bookings.exists():
            _book(case, owner, now=now)


@transaction.atomic
def _book(case: Case, owner: Owner, *, now: datetime) -> None:
    service = Service.objects.get(outlet__name=case.outlet, name=case.service)
    free = next_free_starts(service, after=now + timedelta(days=1), now=now)
    if not free:
        return
    booking = hold(Wish(free[0].slot_id, service.pk), owner=owner, now=now)
    card = {"name": case.name, "number": case.number}
    form = Form(
        name=case.name,
        phone=case.phone,
        identity_card=document(owner, "identity_card", card, now=now).pk,
        vehicle_licence=document(
            owner, "vehicle_licence", {**case.licence, "owner": case.name}, now=now
        ).pk,
        relation="self",
        told=case.told,
    )
    confirm(booking, form, now=now)


def document(owner: Owner, kind: str, values: Mapping[str, str], *, now: datetime) -> Document:
    """Return a document as a reading that doubts nothing leaves it, with a picture of nobody."""
    read = {"confidence": 0.99, "doubtful": False, "corrected": False}
    document = Document.objects.create(
        owner=owner,
        kind=kind,
        state=Document.State.RECOGNISED,
        fields={name: {"value": value, **read} for name, value in values.items()},
        created_at=now,
        read_at=now,
        erase_at=now + KEPT,
    )
    document.photo = f"{now:%Y/%m/%d}/{document.pk}"
    document.save(update_fields=["photo"])
    photos.put(document.photo, picture(kind))
    return document


def picture(kind: str) -> bytes:
    """Draw a photo that shows nothing but what it stands for."""
    picture = Image.new("RGB", (880, 600), "lightgray")
    ImageDraw.Draw(picture).text((40, 40), f"SAMPLE {kind}", fill="dimgray", font_size=48)
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
