"""`voltbay keys …`: what was asked, done and told. Exits with 1 where a person must act."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from voltbay.core.key_list import PUBLIC, read_entries
from voltbay.core.keys import keyring, signing_keys
from voltbay.recognition.errors import StorageFull
from voltbay.server.keys import key_file
from voltbay.server.keys.check import needs, receipts_by_key
from voltbay.server.keys.rotate import Outcome, RotationRunning, is_unfinished, reseal_all
from voltbay.server.said import say

SEALING, RECEIPT = "VOLTBAY_SEALING_KEYS", "VOLTBAY_RECEIPT_KEY"


def run(chosen: argparse.Namespace) -> None:
    """Do what was asked."""
    told = _Told(chosen.language)
    verbs: dict[str, Callable[[argparse.Namespace, _Told], None]] = {
        "list": _list,
        "add": _add,
        "use": _use,
        "rotate": _rotate_receipt if chosen.receipt else _rotate,
        "check": _check,
        "remove": _remove,
    }
    try:
        verbs[chosen.verb](chosen, told)
    except key_file.NoSuchKey as unknown:
        told.stop("no_such_key", key=unknown)


class _Told:
    """Sentences in one language: on standard output, or as the reason to stop."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, what: str, /, **gaps: object) -> None:
        print(say("keys", what, self.language, **gaps), flush=True)

    def stop(self, what: str, /, **gaps: object) -> None:
        sys.exit(f"voltbay: {say('keys', what, self.language, **gaps)}")


def _name(chosen: argparse.Namespace) -> str:
    return RECEIPT if chosen.receipt else SEALING


def _file(chosen: argparse.Namespace, told: _Told) -> Path:
    """Return the file that holds the keys. Exits if they stand in the environment."""
    name = _name(chosen)
    path = getattr(settings, f"{name}_FILE")
    if not path:
        told.stop("in_settings", name=name)
    return Path(path)


def _list(chosen: argparse.Namespace, told: _Told) -> None:
    name = _name(chosen)
    path = getattr(settings, f"{name}_FILE")
    entries = read_entries(Path(path).read_text() if path else getattr(settings, name))
    for place, (key_id, written) in enumerate(entries.items()):
        kind = "first" if place == 0 else "public_half" if written.startswith(PUBLIC) else "other"
        told(kind, key=key_id)


def _add(chosen: argparse.Namespace, told: _Told) -> None:
    path = _file(chosen, told)
    told("added", key=key_file.add(path, today=timezone.localdate()), path=path)


def _use(chosen: argparse.Namespace, told: _Told) -> None:
    path = _file(chosen, told)
    key_file.use(path, chosen.key)
    told("used", key=chosen.key, path=path)


def _rotate(chosen: argparse.Namespace, told: _Told) -> None:
    if is_unfinished():
        told("resumed", key=keyring().newest)
    else:
        path = _file(chosen, told)
        told("made", key=key_file.add_first(path, today=timezone.localdate()), path=path)
    try:
        outcome = reseal_all(
            lambda where, done, of: told("progress", where=where, done=done, of=of)
        )
    except RotationRunning:
        told.stop("running")
    except StorageFull:
        told.stop("storage_full")
    except TypeError:
        told.stop("storage_cannot")
    else:
        _tell_outcome(outcome, told)


def _tell_outcome(outcome: Outcome, told: _Told) -> None:
    for where, values in outcome.unopened.at.items():
        told("unopened", where=where, values=values)
    gaps = {"rows": outcome.rows, "photos": outcome.photos, "key": keyring().newest}
    if outcome.unopened.at or is_unfinished():
        told.stop("not_finished", **gaps)
    told("finished", **gaps)


def _rotate_receipt(chosen: argparse.Namespace, told: _Told) -> None:
    path = _file(chosen, told)
    told("receipt_made", key=key_file.add_first(path, today=timezone.localdate()))


def _check(chosen: argparse.Namespace, told: _Told) -> None:
    """Tell what needs which key; exits with 1 if anything needs another than the newest."""
    needed = _needed(told)
    newest, ring = keyring().newest, keyring().sealing
    old = {key_id: values for key_id, values in needed.items() if key_id != newest}
    for key_id, values in old.items():
        told("old_needed" if key_id in ring else "gone_needed", key=key_id, values=values)
    if not old:
        told("all_new", key=newest)
    if _receipts_lost(told) or old:
        sys.exit(1)


def _needed(told: _Told) -> Counter[str]:
    needed: Counter[str] = Counter()
    for need in needs():
        told("need", where=need.where, key=need.key_id, values=need.values)
        needed[need.key_id] += need.values
    return needed


def _receipts_lost(told: _Told) -> bool:
    keys, lost = signing_keys(), False
    for key_id, values in sorted(receipts_by_key().items()):
        state = "whole" if key_id in keys.seeds else "public" if key_id in keys.public else "gone"
        lost = lost or state == "gone"
        how = say("keys", f"state_{state}", told.language)
        told("receipts_signed", key=key_id, values=values, state=how)
    return lost


def _remove(chosen: argparse.Namespace, told: _Told) -> None:
    """Take a key away that nothing needs; of a receipt key its public half stays."""
    path = _file(chosen, told)
    if chosen.receipt:
        key_file.leave_public_half(path, chosen.key)
        return told("halved", key=chosen.key)
    if values := sum(need.values for need in needs() if need.key_id == chosen.key):
        told.stop("old_needed", key=chosen.key, values=values)
    key_file.remove(path, chosen.key)
    return told("removed", key=chosen.key)
