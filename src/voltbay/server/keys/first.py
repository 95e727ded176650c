"""`voltbay keys new`: a file with a first key, before there are settings that could name it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from voltbay.server.keys import key_file
from voltbay.server.said import say


def run(chosen: argparse.Namespace) -> None:
    """Make the file. Exits with a sentence if it is there already, or cannot be made."""
    path = Path(chosen.key).absolute()
    name = "VOLTBAY_RECEIPT_KEY" if chosen.receipt else "VOLTBAY_SEALING_KEYS"
    try:
        key_id = key_file.make(path, today=datetime.now(UTC).date())
    except FileExistsError:
        sys.exit(f"voltbay: {say('keys', 'exists', chosen.language, path=path)}")
    except OSError as failed:
        why = failed.strerror
        sys.exit(f"voltbay: {say('keys', 'not_made', chosen.language, path=path, why=why)}")
    print(say("keys", "created", chosen.language, path=path, key=key_id, name=name))
