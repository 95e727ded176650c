"""Which key is needed by what: counted from the values themselves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from voltbay.core.keys import keyring
from voltbay.recognition import photos
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.signing import public_keys
from voltbay.server.keys.columns import by_key, sealed_tables
from voltbay.server.keys.strays import strays


@dataclass(frozen=True)
class Need:
    """So many values at one place were sealed by one key."""

    where: str
    key_id: str
    values: int


def needs() -> Iterator[Need]:
    """Yield what each sealed column and the photo store need, and strays of keys that are old."""
    seen = {keyring().newest, *keyring().sealing}
    for table in sealed_tables():
        for column in table.purposes:
            for key_id, values in sorted(by_key(table, column).items()):
                seen.add(key_id)
                yield Need(f"{table.name}.{column}", key_id, values)
    for key_id, values in sorted(_of_photos().items()):
        seen.add(key_id)
        yield Need("photos", key_id, values)
    for key_id in sorted(seen - {keyring().newest}):
        for where, values in strays(key_id).items():
            yield Need(where, key_id, values)


def receipts_by_key() -> Counter[str]:
    """Count receipts by the key that signed them."""
    return Counter(Receipt.objects.values_list("key_id", flat=True))


def receipts_unverifiable() -> int:
    """Count receipts whose key is not in the list any more, neither whole nor as public half."""
    known = public_keys()
    return sum(count for key_id, count in receipts_by_key().items() if key_id not in known)


def _of_photos() -> Counter[str]:
    return Counter(photos.sealer(key) or "?" for key in photos.every_key())
