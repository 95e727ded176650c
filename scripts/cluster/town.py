"""What the cluster's site has when it opens: outlets with hours, and owners who may book at once.

`python -m scripts.cluster.town OUTLETS OWNERS`, with the site's settings, prints both as JSON.
The owners' documents were read before, so that they need no photo; and they are signed in.
"""

import json
import sys
from datetime import datetime, time

import django

BAYS = 2


def build(outlets: int, owners: int) -> None:
    """Make them all; may be called once."""
    from voltbay.core import clock

    now = clock.now()  # noqa: TID251  # a door, as a command is
    made = {"outlets": open_outlets(outlets, now=now), "owners": settle(owners, now=now)}
    print(json.dumps(made, ensure_ascii=False))


def open_outlets(number: int, *, now: datetime) -> list[dict[str, str]]:
    """Open outlets that work every day, with a service of half an hour each."""
    from voltbay.directory.models import Company, OpeningHours, Outlet, Service
    from voltbay.slots.publish import publish_ahead

    company = Company.objects.create(
        name="绿环电池回收有限公司",
        credit_code="91310115MA1TEKT19B",
        city="上海",
        phone="021-50001234",
    )
    opened = []
    for n in range(number):
        outlet = Outlet.objects.create(
            company=company,
            name=f"网点 {n}",
            city_code="310100",
            city="上海",
            address=f"上海市浦东新区张江路 {n} 号",
            phone="021-50001234",
            longitude=121.3 + 0.4 * (n % 40) / 40,
            latitude=31.1 + 0.3 * (n // 40) / 25,
            works_on_holidays=True,
        )
        service = Service.objects.create(outlet=outlet, name="动力电池拆卸", slots_needed=1)
        OpeningHours.objects.bulk_create(
            OpeningHours(
                outlet=outlet, weekday=day, opens_at=time(8), closes_at=time(18), bays=BAYS
            )
            for day in range(7)
        )
        publish_ahead(outlet, now=now)
        opened.append({"outlet": str(outlet.pk), "service": str(service.pk)})
    return opened


def settle(number: int, *, now: datetime) -> list[dict[str, str]]:
    """Make owners whose two documents were recognised; their photos were erased since."""
    from bench.town import documents_of
    from voltbay.accounts.models import Owner
    from voltbay.accounts.owners.sessions import open_session
    from voltbay.core.keys import fingerprint
    from voltbay.recognition.models import Document

    name, settled, papers = "王小燕", [], []
    for n in range(number):
        phone = f"139{n:08d}"
        mark = fingerprint(phone, purpose="phone")
        owner = Owner.objects.create(phone=phone, phone_fingerprint=mark, created_at=now)
        card, licence = documents_of(owner, name=name, number=n, now=now)
        papers += [card, licence]
        token, _ = open_session(owner=owner, now=now, client="cluster")
        keys = {"card": str(card.pk), "licence": str(licence.pk)}
        settled.append({"phone": phone, "name": name, "token": token, **keys})
    Document.objects.bulk_create(papers, batch_size=1_000)
    return settled


if __name__ == "__main__":
    django.setup()
    build(int(sys.argv[1]), int(sys.argv[2]))
