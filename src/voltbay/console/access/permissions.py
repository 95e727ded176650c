"""Who may open what: one table of routes and roles. A route that is not in it opens to nobody.

Which outlets somebody sees is decided in `scope`, on top of this.
"""

from collections.abc import Mapping

from voltbay.accounts.models import Role

Roles = frozenset[Role]

DESK: Roles = frozenset(
    {Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.COMPANY_MANAGER, Role.OPERATOR}
)
MANAGERS: Roles = DESK - {Role.OUTLET_STAFF}
LOGS: Roles = frozenset({Role.OPERATOR, Role.AUDITOR})
OPERATORS: Roles = frozenset({Role.OPERATOR})
STAFF_MANAGERS: Roles = frozenset({Role.OPERATOR, Role.COMPANY_MANAGER})
EVERYBODY: Roles = DESK | {Role.AUDITOR}

RULES: Mapping[str, Roles] = {
    "home": EVERYBODY,
    "outlets": DESK,
    # The day and its bookings
    "day": DESK,
    "board": DESK,
    "wall": DESK,
    "print": DESK,
    "week": DESK,
    "find": DESK,
    "scan": DESK,
    "book": DESK,
    "booking": DESK,
    "act": DESK,
    "let-pass": MANAGERS,
    "move": DESK,
    "reveal": DESK,
    # Who asks the outlet to come
    "call-outs": DESK,
    "call-out": DESK,
    "call-out-answer": DESK,
    "call-out-reveal": DESK,
    "reach": MANAGERS,
    "shopfront": MANAGERS,
    # The removal and the store
    "removal": DESK,
    "work": DESK,
    "abandon": DESK,
    "add-photo": DESK,
    "photo": DESK,
    "label": DESK,
    "receipt": DESK,
    "reissue": MANAGERS,
    # What the owner is offered and paid; a company's prices and payouts
    "quote": DESK,
    "sign": DESK,
    "payout": MANAGERS,
    "quote-reveal": MANAGERS,
    "money": STAFF_MANAGERS,
    "prices": STAFF_MANAGERS,
    "statement": STAFF_MANAGERS,
    "statement-file": STAFF_MANAGERS,
    "stock": DESK,
    "hand-over": DESK,
    # What is reported of batteries, and a year of it as a file
    "trace": MANAGERS | LOGS,
    "trace-report": MANAGERS,
    "trace-made": MANAGERS | LOGS,
    "trace-file": MANAGERS,
    "trace-withdraw": MANAGERS,
    "trace-battery": MANAGERS | LOGS,
    "trace-enter": MANAGERS,
    "trace-archive": STAFF_MANAGERS | LOGS,
    "trace-verify": MANAGERS | LOGS,
    "hours": MANAGERS,
    "technicians": MANAGERS,
    # What waits for staff; whoever may not see the photos decides with the papers at the desk
    "review-queue": DESK,
    "review": MANAGERS,
    "review-photo": MANAGERS,
    "decide": MANAGERS,
    # Figures of what happened, without anybody's name
    "dashboard": MANAGERS | LOGS,
    "dashboard-csv": MANAGERS | LOGS,
    # Who works here
    "staff": STAFF_MANAGERS,
    "staff-new": STAFF_MANAGERS,
    "staff-member": STAFF_MANAGERS,
    # What staff hear of, and the robots of their groups
    "hear": DESK,
    "hear-confirm": DESK,
    "robots": MANAGERS,
    # What owners are told, and what they agreed to
    "messages": LOGS,
    "message": LOGS,
    "message-save": OPERATORS,
    "unsent": LOGS,
    "unsent-send": OPERATORS,
    "agreements": LOGS,
    "agreement-diff": LOGS,
    "consents": LOGS,
    "consent-reveal": OPERATORS,
    "account-move": OPERATORS,
    # What companies say of themselves, and what the platform lets be seen
    "company-pages": STAFF_MANAGERS,
    "company-page": STAFF_MANAGERS,
    "company-page-withdraw": STAFF_MANAGERS,
    "company-picture-add": STAFF_MANAGERS,
    "company-picture": STAFF_MANAGERS,
    "company-page-version": STAFF_MANAGERS,
    "company-page-restore": STAFF_MANAGERS,
    "company-articles": STAFF_MANAGERS,
    "company-article-new": STAFF_MANAGERS,
    "company-article": STAFF_MANAGERS,
    "company-article-withdraw": STAFF_MANAGERS,
    "company-article-review": OPERATORS,
    "company-pages-waiting": OPERATORS,
    "company-page-review": OPERATORS,
    "company-sign-up": OPERATORS,
    "company-sign-up-look": OPERATORS,
    "company-licence": OPERATORS,
    # Companies that book many cars: checked by the platform
    "fleets": OPERATORS,
    "fleet": OPERATORS,
    "fleet-paper": OPERATORS,
    "fleet-decide": OPERATORS,
    # What works behind the pages
    "work-behind": LOGS,
    "work-behind-act": OPERATORS,
    # What owners ask to have corrected, and what others ask in their place
    "correct": MANAGERS,
    "correct-reveal": MANAGERS,
    "rights": DESK,
    "rights-new": DESK,
    "rights-request": DESK,
    "rights-reveal": DESK,
    "rights-paper": DESK,
    "rights-answer": MANAGERS,
    "rights-copy": OPERATORS,
    # What happened
    "audit": LOGS,
    "views": LOGS,
    # What is kept and erased, and what a dispute keeps longer
    "retention": LOGS,
    "hold-place": OPERATORS,
    "hold-lift": OPERATORS,
}


def may(role: str, route: str) -> bool:
    """Tell whether a role may open a route.

    >>> may("outlet_staff", "day"), may("auditor", "day"), may("operator", "nowhere")
    (True, False, False)
    """
    return role in RULES.get(route, ())
