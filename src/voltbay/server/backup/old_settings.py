"""`voltbay backup settings`: what of a lost site's settings is no secret, for a shell to read.

It needs no settings itself: they are what is being looked for.
"""

import argparse
import json
import shlex
import sys

from voltbay.core.bucket import BucketFailed, BucketMalformed
from voltbay.server.backup import place
from voltbay.server.backup.lies_in import lies_in
from voltbay.server.backup.sealed_file import NotOpened, identities, opened
from voltbay.server.said import say

WORDS: dict[type[Exception], str] = {
    NotOpened: "not_opened",
    place.NoBackup: "no_backup",
    place.Altered: "altered",
    BucketMalformed: "no_bucket",
    BucketFailed: "bucket_failed",
    ValueError: "no_identity",
    OSError: "disk_failed",
}


def run(chosen: argparse.Namespace) -> None:
    """Print them as `NAME='text'` lines. Exits with a sentence if they cannot be read."""
    try:
        backup = lies_in(chosen.backup)
        place.read_about(backup)
        with opened(backup, place.MANIFEST, identities(chosen.identity)) as plain:
            found: dict[str, str] = json.loads(plain.read())["settings"]
    except tuple(WORDS) as failed:
        code = next(word for kind, word in WORDS.items() if isinstance(failed, kind))
        sys.exit(f"voltbay: {say('backup', code, chosen.language, why=failed)}")
    for name, text in sorted(found.items()):
        print(f"{name}={shlex.quote(text)}")
