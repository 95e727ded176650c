"""Publish the texts that Voltbay brings along, once, before owners can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from voltbay.accounts.agreements.seed import Operator, seed_agreements
from voltbay.core import clock


class Command(BaseCommand):
    """Needs who handles the owners' personal information, as the texts have to say it."""

    help = "Publish terms, privacy notice and documents consent in the operator's name"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--operator", required=True, help="the firm's full name")
        parser.add_argument("--address", required=True)
        parser.add_argument("--contact", required=True, help="telephone or e-mail for privacy")

    def handle(self, *_: Any, **options: Any) -> None:
        by = Operator(options["operator"], options["address"], options["contact"])
        now = clock.now()  # noqa: TID251  # a command is a door
        published = seed_agreements(by, effective_at=now, now=now)
        for agreement in published:
            self.stdout.write(f"{agreement.kind} {agreement.version} {agreement.sha256}")
        if not published:
            self.stdout.write("nothing to publish: these versions are there already")
