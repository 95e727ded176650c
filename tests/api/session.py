"""A phone that is signed in: requests as the client sends them."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import open_session


class Phone:
    """Sends JSON with a Bearer token, and lets an unanticipated error be answered, not raised."""

    def __init__(self, token: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.authorization = {"Authorization": f"Bearer {token}"}

    def get(self, url: str, headers: dict[str, str] | None = None) -> HttpResponse:
        return self.client.get(url, headers={**self.authorization, **(headers or {})})

    def post(self, url: str, body: Any, headers: dict[str, str] | None = None) -> HttpResponse:
        return self.raw_post(url, json.dumps(body), headers)

    def raw_post(self, url: str, body: str, headers: dict[str, str] | None = None) -> HttpResponse:
        return self.client.post(
            url,
            body,
            content_type="application/json",
            headers={**self.authorization, **(headers or {})},
        )


def signed_in(owner: Owner) -> Phone:
    """Return a phone on which this owner is signed in."""
    token, _ = open_session(owner=owner, now=timezone.now(), client="tests")
    return Phone(token)
