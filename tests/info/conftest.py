"""A site with the demo's companies, outlets and articles."""

import pytest
from django.utils import timezone

from voltbay.accounts.models import StaffUser
from voltbay.articles import demo as articles
from voltbay.directory import demo as directory
from voltbay.directory.models import Outlet
from voltbay.slots.publish import publish_ahead


@pytest.fixture
def town(db):
    """Load the demo's places and articles, and the free places of one outlet; return that."""
    now = timezone.now()
    directory.load(now=now)
    articles.load(author=StaffUser.objects.create(username="editor"), now=now)
    outlet = Outlet.objects.get(name="浦东金桥回收服务网点")
    publish_ahead(outlet, now=now)
    return outlet
