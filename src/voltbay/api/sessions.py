"""Where the owner is signed in, and signing out everywhere else."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from voltbay.accounts.owners.sessions import close_other_sessions, sessions_of
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.presented import presented_token

router = Router(tags=["me"], auth=owner_auth)


class SessionOut(Schema):
    """One sign-in: what the browser or app calls itself; `is_here` is the one that asks."""

    client: str
    created_at: datetime
    expires_at: datetime
    is_wechat: bool
    is_here: bool


class SessionList(Schema):
    items: list[SessionOut]


@router.get("/me/sessions", response=SessionList, summary="Where I am signed in")
def sessions(request: OwnerRequest) -> dict[str, Any]:
    """List the owner's open sessions, newest first."""
    return _out(request)


@router.post("/me/sessions/end-others", response=SessionList, summary="Sign out everywhere else")
def end_others(request: OwnerRequest) -> dict[str, Any]:
    """End every session but this one, at once. Safe to repeat."""
    close_other_sessions(request.owner, token=presented_token(request)[0])
    return _out(request)


def _out(request: OwnerRequest) -> dict[str, Any]:
    found = sessions_of(request.owner, token=presented_token(request)[0])
    return {
        "items": [
            {
                "client": session.client,
                "created_at": session.created_at,
                "expires_at": session.expires_at,
                "is_wechat": session.wechat_account_id is not None,
                "is_here": is_here,
            }
            for session, is_here in found
        ]
    }
