"""Model columns that hold personal data: sealed, and fingerprints to find it by."""

import json
from typing import Any

from django.db import models

from voltbay.core.keys import keyring
from voltbay.core.personal import PERSONAL


class PersonalField(models.BinaryField):  # type: ignore[type-arg]  # generic only in the stubs
    """A column that is personal unless it says otherwise: see `core.personal`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"db_comment": PERSONAL, **kwargs})


class FingerprintField(PersonalField):
    """The fingerprint of a personal value, to find its row by: see `core.keys.fingerprint`."""

    is_fingerprint = True


class SealedTextField(PersonalField):
    """Text that is encrypted on its way to the database and opened on its way back.

    The purpose bound into the ciphertext is `app.model.column`, so a value moved elsewhere does
    not open. Look-ups by value are impossible by design: keep a fingerprint beside it.
    """

    @property
    def purpose(self) -> str:
        """What is bound into the column's values."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: bytes | None, *_: object) -> str | None:
        """Open a stored value."""
        if value is None:
            return None
        return keyring().unseal(bytes(value), purpose=self.purpose).decode()

    def get_prep_value(self, value: object) -> bytes | None:
        """Seal a value on its way out."""
        if value is None:
            return None
        return keyring().seal(str(value).encode(), purpose=self.purpose)


class SealedJSONField(SealedTextField):
    """A JSON value, sealed as one text."""

    def from_db_value(self, value: bytes | None, *args: object) -> Any:
        """Open and parse a stored value."""
        text = super().from_db_value(value, *args)
        return None if text is None else json.loads(text)

    def get_prep_value(self, value: object) -> bytes | None:
        """Write as JSON, then seal."""
        if value is None:
            return None
        return super().get_prep_value(json.dumps(value, ensure_ascii=False, sort_keys=True))
