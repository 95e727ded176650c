"""Wake a member of staff who rests, where nobody who could do it in the console is awake."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.dormant import wake
from voltbay.core import clock


class Command(BaseCommand):
    """For the only operator who has been away for long."""

    help = "Let somebody sign in again who has not for VOLTBAY_STAFF_DORMANT_DAYS"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_: Any, **options: Any) -> None:
        found = StaffUser.objects.filter(username=options["username"]).first()
        if found is None:
            raise CommandError("there is no such user name")
        wake(found, now=clock.now())  # noqa: TID251  # a command is a door
        self.stdout.write(f"{found.username} may sign in again")
