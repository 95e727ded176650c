import pytest

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.change_details import change_name
from voltbay.identifiers.name import NameMalformed


def test_a_name_is_stored_in_its_normal_form(alice):
    change_name(owner=alice, name=" 买买提.艾合买提 ")

    assert Owner.objects.get().name == "买买提·艾合买提"


def test_a_name_can_be_forgotten(alice):
    change_name(owner=alice, name="王小燕")
    change_name(owner=alice, name=None)

    assert Owner.objects.get().name is None


def test_what_is_no_name_is_not_stored(alice):
    with pytest.raises(NameMalformed):
        change_name(owner=alice, name="😀")
    assert Owner.objects.get().name is None
