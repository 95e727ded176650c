"""Who may enter where, said once: what an attack compares every answer with."""

from enum import Enum

from attack.routes import Route
from voltbay.accounts.models import Role
from voltbay.console.access.permissions import RULES


class Who(Enum):
    """Everybody who may ask, and those who are somebody's neighbours."""

    NOBODY = "nobody"
    OWNER = "owner"
    OTHER_OWNER = "other_owner"
    OUTLET_STAFF = "outlet_staff"
    OUTLET_MANAGER = "outlet_manager"
    COMPANY_MANAGER = "company_manager"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    OTHER_STAFF = "other_staff"  # a manager of another company's outlet

    @property
    def role(self) -> Role | None:
        """The role among staff, if it is one of staff."""
        if self == Who.OTHER_STAFF:
            return Role.OUTLET_MANAGER
        return Role(self.value) if self.value in Role.values else None


OWNERS = frozenset({Who.OWNER, Who.OTHER_OWNER})
STAFF = tuple(who for who in Who if who.role)
# Open to whoever comes. What is not here, nor in the console's table, is an owner's or nobody's.
PUBLIC_API = {
    "openapi.json", "docs", "cities", "companies", "companies/<company_id>", "companies/<company_id>/pictures/<picture_id>", "outlets",
    "outlets/<outlet_id>", "outlets/<outlet_id>/slots", "outlets/<outlet_id>/photo", "outlets/<outlet_id>/prices", "outlets/<outlet_id>/that-come",
    "captcha", "sign-in/codes", "sign-in",
    "sign-in/wechat", "agreements", "agreements/<kind>", "receipts/<serial>", "receipt-keys", "retention",
    "support", "site", "map", "articles", "articles/<article_id>",
}  # fmt: skip
PUBLIC = {
    "",
    "map/",
    "logo.png",
    "robots.txt",
    "healthz",
    "readyz",
    "metrics",
    "i18n/setlang/",
    "r/<serial>",
    "b/<code>",
}
PUBLIC |= {"demo/inbox", "demo/inbox.json"}  # mounted in demo and tests only
ON_THE_WAY_IN = {
    "sign-in",
    "second-factor",
    "enrol",
    "password",
    "take-back",
    "sign-out",
    "sign-up",
    "sign-up-state",
}
ADMIN_ON_THE_WAY_IN = {"admin/login/", "admin/logout/", "admin/jsi18n/"}
# Whose they are: for other owners, and for staff of other outlets, there is nothing there.
OWNERS_OWN = {"code", "document_id", "vehicle_id", "entry_id", "serial", "callout_id", "fleet_id"}
OUTLETS_OWN = {"code", "outlet_id", "photo_id", "callout_id", "request_id"}
# Forgetting what is not there, or not yours, says that it is gone, and does nothing.
SAYS_GONE = {("DELETE", "api/v1/me/vehicles/<vehicle_id>")}


def may_enter(who: Who, route: Route, *, template: str) -> bool:
    """Tell whether somebody may enter a route; `template` is the route's without converters."""
    if route.door == "public":
        return template in PUBLIC or template.startswith("info/")
    if route.door == "api":
        return template.removeprefix("api/v1/") in PUBLIC_API or who in OWNERS
    if route.door == "admin":
        return template in ADMIN_ON_THE_WAY_IN or who == Who.OPERATOR
    return route.name in ON_THE_WAY_IN or (who.role in RULES.get(route.name, ()))


def is_anothers(who: Who, route: Route, *, template: str) -> bool:
    """Tell whether a path filled with the first owner's and outlet's things is not theirs."""
    parameters = set(route.parameters)
    if route.door == "api" and template.removeprefix("api/v1/") not in PUBLIC_API:
        return who == Who.OTHER_OWNER and bool(parameters & OWNERS_OWN)
    return route.door == "console" and who == Who.OTHER_STAFF and bool(parameters & OUTLETS_OWN)
