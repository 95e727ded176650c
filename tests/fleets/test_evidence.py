"""Looking at the paper is noted."""

from tests.fleets.papers import letter
from tests.fleets.test_ask import ASKED
from tests.places import NOW
from voltbay.audit.models import View
from voltbay.fleets.ask import ask
from voltbay.fleets.evidence import look_at


def test_every_look_is_written_down(alice, administrator):
    fleet = ask(ASKED, letter(), owner=alice, now=NOW)

    assert look_at(fleet, staff=administrator, why="审核单位账户", now=NOW).startswith(b"\xff\xd8")

    look = View.objects.get()
    assert (look.document_id, look.document_kind) == (fleet.pk, "business_licence")
    assert (look.staff, look.why) == (administrator, "审核单位账户")
