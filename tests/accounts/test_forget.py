from datetime import timedelta

from tests.places import NOW
from voltbay.accounts.forget import forget_traces
from voltbay.accounts.models import Session, SignInCode
from voltbay.accounts.sessions import open_session


def test_codes_go_after_a_day_and_sessions_when_they_end(alice, send):
    send()
    open_session(alice, client="a phone", now=NOW)

    forget_traces(now=NOW + timedelta(hours=23))
    assert SignInCode.objects.exists()

    forget_traces(now=NOW + timedelta(days=1))
    assert not SignInCode.objects.exists()
    assert Session.objects.exists()

    forget_traces(now=NOW + timedelta(days=30))
    assert not Session.objects.exists()
