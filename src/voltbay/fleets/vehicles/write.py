"""Importing a list of cars that was shown before: all of it, exactly as shown, or nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from voltbay.accounts.models import Owner
from voltbay.fleets.errors import ListChanged, RowsWrong
from voltbay.fleets.models import FleetAccount, FleetImport, FleetVehicle
from voltbay.fleets.vehicles.check import Car, CarList, Effect, check_list


@transaction.atomic
def import_list(
    fleet: FleetAccount, sent: CarList, *, seen: str, owner: Owner, now: datetime
) -> Effect:
    """Write new and changed cars, and note who did it with which file.

    Raises RowsWrong, ListChanged if it would do something else than was shown, or what
    `check_list` raises; then nothing is written.
    """
    FleetAccount.objects.select_for_update(no_key=True).get(pk=fleet.pk)
    effect = check_list(fleet, sent)
    if effect.wrongs:
        raise RowsWrong(rows=len({each.number for each in effect.wrongs}))
    if effect.seen != seen:
        raise ListChanged
    _add(fleet, effect.new, now=now)
    for vehicle, car in effect.changed:
        vehicle.plate, vehicle.plate_fingerprint = car.plate, car.plate_mark
        vehicle.model, vehicle.licence_owner = car.model, car.licence_owner
        vehicle.save(update_fields=["plate", "plate_fingerprint", "model", "licence_owner"])
    FleetImport.objects.create(
        fleet=fleet,
        owner=owner,
        sha256=effect.sha256,
        at=now,
        created=len(effect.new),
        changed=len(effect.changed),
        unchanged=effect.unchanged,
    )
    return effect


def _add(fleet: FleetAccount, cars: list[Car], *, now: datetime) -> None:
    last = fleet.vehicles.aggregate(last=Max("ordinal"))["last"] or 0
    FleetVehicle.objects.bulk_create(
        FleetVehicle(
            fleet=fleet,
            plate=car.plate,
            vin=car.vin,
            licence_owner=car.licence_owner,
            plate_fingerprint=car.plate_mark,
            vin_fingerprint=car.vin_mark,
            model=car.model,
            added_at=now,
            ordinal=last + place,
        )
        for place, car in enumerate(cars, start=1)
    )
