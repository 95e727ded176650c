from urllib.parse import unquote

from tests.staff import staff_with
from voltbay.accounts.models import Role, SecondFactor
from voltbay.accounts.staff.second_factor import new_secret, uri_of
from voltbay.brand.brand import Brand


def test_an_authenticator_files_the_code_under_the_operator(settings, db):
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收", short_zh="绿电")
    factor = SecondFactor(staff=staff_with(Role.OPERATOR, name="carol"), secret=new_secret())

    uri = unquote(uri_of(factor))

    assert uri.startswith("otpauth://totp/绿电:carol?")
    assert uri.endswith("&issuer=绿电")
