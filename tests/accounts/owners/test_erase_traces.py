from datetime import timedelta

from tests.places import NOW
from voltbay.accounts.models import CodeAsk, CodeDay, Device, Session, SignInCode
from voltbay.accounts.owners.devices import remember_device
from voltbay.accounts.owners.erase_traces import erase_traces
from voltbay.accounts.owners.sessions import open_session


def test_codes_go_after_a_day_sessions_and_devices_when_they_end(alice, send):
    send()
    open_session(alice, client="a phone", now=NOW)
    remember_device(alice, token="", client="a phone", now=NOW)

    erase_traces(now=NOW + timedelta(hours=23))
    assert SignInCode.objects.exists()

    erase_traces(now=NOW + timedelta(days=1))
    assert not SignInCode.objects.exists()
    assert not CodeAsk.objects.exists()
    assert not CodeDay.objects.exists()
    assert Session.objects.exists()

    erase_traces(now=NOW + timedelta(days=30))
    assert not Session.objects.exists()
    assert Device.objects.exists()

    erase_traces(now=NOW + timedelta(days=180))
    assert not Device.objects.exists()
