"""The environment of every test, set before anything reads the settings."""

import os

import pytest

os.environ["VOLTBAY_TEST"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "voltbay.server.settings"
# Whoever we are in S3: nobody's real account, as no test may reach it.
os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings now; pytest-django, which comes later, then sets Django up."""
    from django.conf import settings

    assert settings.VOLTBAY_TEST
