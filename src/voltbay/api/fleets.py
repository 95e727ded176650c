"""Companies that book for many cars: the account and its people."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Id, Name, Phone, Said, Text
from voltbay.api.fleet_out import (
    FleetOut,
    FleetsOut,
    MemberList,
    MemberOut,
    Role,
    fleet_out,
    invitation_out,
    member_out,
)
from voltbay.api.limits import LISTED
from voltbay.bookings.fleet.succession import remove_member
from voltbay.core import clock
from voltbay.fleets.ask import Application, ask
from voltbay.fleets.members import change_role, decline, invite, join
from voltbay.fleets.queries import (
    find_membership,
    invitations_of,
    members_of,
    memberships_of,
)
from voltbay.fleets.rules import Power

router = Router(tags=["fleets"], auth=owner_auth)


class ApplicationIn(Schema):
    """A company, whom to call there, and what kind of paper the picture shows."""

    name: Annotated[Said, Field(min_length=4, max_length=120)]
    credit_code: Annotated[Text, Field(max_length=30)]
    contact_name: Name
    contact_phone: Phone
    evidence_kind: Literal["business_licence", "letter"]


class InviteIn(Body):
    phone: Phone
    role: Role


class RoleIn(Body):
    role: Role


@router.get("/fleets", response=FleetsOut, summary="My fleets")
def list_fleets(request: OwnerRequest) -> dict[str, Any]:
    """List the fleets that I act for, and the invitations to my phone."""
    invited = invitations_of(request.owner, now=clock.now())
    return {
        "items": [fleet_out(mine) for mine in memberships_of(request.owner)],
        "invitations": [invitation_out(each) for each in invited],
    }


@router.post(
    "/fleets", response={201: FleetOut}, summary="Ask for a fleet account", openapi_extra=LISTED
)
def ask_for_fleet(
    request: OwnerRequest, entries: Form[ApplicationIn], image: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Ask for an account of a company, with a photo of its business licence or of a letter.

    The platform decides once. 409 `fleet_known` if somebody asked for this company before: its
    manager invites others.
    """
    picture = image.read()
    image.close()
    application = Application(**entries.model_dump())
    fleet = ask(application, picture, owner=request.owner, now=clock.now())
    return Status(201, fleet_out(find_membership(fleet.pk, owner=request.owner)))


@router.get("/fleets/{uuid:fleet_id}", response=FleetOut, summary="One fleet")
def show_fleet(request: OwnerRequest, fleet_id: UUID) -> dict[str, Any]:
    """Show a fleet that I act for."""
    return fleet_out(find_membership(fleet_id, owner=request.owner))


@router.post(
    "/fleet-invitations/{int:invitation}/join", response=FleetOut, summary="Accept an invitation"
)
def join_fleet(request: OwnerRequest, invitation: Id) -> dict[str, Any]:
    """Act for a company from now on; it sees my masked name and phone."""
    member = join(invitation, owner=request.owner, now=clock.now())
    return fleet_out(find_membership(member.fleet_id, owner=request.owner))


@router.delete(
    "/fleet-invitations/{int:invitation}", response={204: None}, summary="Decline an invitation"
)
def decline_fleet(request: OwnerRequest, invitation: Id) -> Status[None]:
    """Turn an invitation down. Repeating it changes nothing."""
    decline(invitation, owner=request.owner)
    return Status(204, None)


@router.get("/fleets/{uuid:fleet_id}/members", response=MemberList, summary="A fleet's people")
def list_members(request: OwnerRequest, fleet_id: UUID) -> dict[str, Any]:
    """List who acts for the fleet and who is invited. For its managers."""
    mine = find_membership(fleet_id, owner=request.owner, power=Power.MANAGE)
    found = members_of(mine.fleet, now=clock.now())
    return {"items": [member_out(each, mine=mine) for each in found]}


@router.post(
    "/fleets/{uuid:fleet_id}/members",
    response={201: MemberOut},
    summary="Invite somebody",
    openapi_extra=LISTED,
)
def invite_member(
    request: OwnerRequest, fleet_id: UUID, entries: InviteIn
) -> Status[dict[str, Any]]:
    """Invite a phone by SMS; its owner joins after signing in, within fourteen days."""
    mine = find_membership(fleet_id, owner=request.owner, power=Power.MANAGE)
    member = invite(mine.fleet, phone=entries.phone, role=entries.role, now=clock.now())
    return Status(201, member_out(member, mine=mine))


@router.post(
    "/fleets/{uuid:fleet_id}/members/{int:member}", response=MemberOut, summary="Change a role"
)
def change_member(
    request: OwnerRequest, fleet_id: UUID, member: Id, entries: RoleIn
) -> dict[str, Any]:
    """Give a member another role. 409 `fleet_last_manager` if nobody would manage."""
    mine = find_membership(fleet_id, owner=request.owner, power=Power.MANAGE)
    return member_out(change_role(mine.fleet, member, role=entries.role), mine=mine)


@router.delete(
    "/fleets/{uuid:fleet_id}/members/{int:member}", response={204: None}, summary="Let a member go"
)
def let_member_go(request: OwnerRequest, fleet_id: UUID, member: Id) -> Status[None]:
    """Let a member go, or take an invitation back; what they booked stays the fleet's."""
    mine = find_membership(fleet_id, owner=request.owner, power=Power.MANAGE)
    remove_member(mine, member)
    return Status(204, None)


@router.post("/fleets/{uuid:fleet_id}/leave", response={204: None}, summary="Leave a fleet")
def leave_fleet(request: OwnerRequest, fleet_id: UUID) -> Status[None]:
    """Act for the company no more. 409 `fleet_last_manager` if nobody would manage."""
    mine = find_membership(fleet_id, owner=request.owner)
    remove_member(mine, mine.member.pk)
    return Status(204, None)
