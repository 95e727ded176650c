"""The people of a demo."""

PASSWORD = "voltbay-demo"  # noqa: S105  # a demo listens on this machine only
STAFF = {
    "admin": "platform operator, back office at /admin/",
    "manager": "manager of the outlet 浦东金桥",
    "desk": "staff of the outlet 浦东金桥",
    "company": "manager of the company 沪新循环",
    "auditor": "reads the logs",
}


# Where to look first: as whom, at which path, and what there is to see.
FIRST = (
    ("owner", "/", "book, photograph two papers, get a receipt; /info/ is for anybody"),
    ("owner", "/demo/inbox", "every message, with the codes to sign in"),
    ("desk", "/console/", "the day: arriving, in the bay, late, done"),
    ("manager", "/console/review/", "two papers beside each other, to decide"),
    ("company", "/console/dashboard/", "a month in charts; prices and payouts beside it"),
    ("admin", "/admin/", "what waits for whoever runs the platform"),
)


def where_first(here: str) -> str:
    """Return the table of where to look first; each address opens as it stands."""
    width = max(len(here + path) for _who, path, _what in FIRST)
    lines = [f"    {who:<8} {here + path:<{width}}  {what}" for who, path, what in FIRST]
    return "\n".join(["  Where to look first:", *lines])


def accounts() -> str:
    """Return the demo's accounts, as a person would note them."""
    lines = [f"    {name} / {PASSWORD} ({role})" for name, role in STAFF.items()]
    owner = "    owners: any mobile number, such as 13800138000; its code is shown in the inbox"
    owner += "\n    13800138001 manages a taxi firm (沪新出租汽车), 13800138002 books for it"
    staff = "    staff, at /console/ (no second factor in a demo, unless one is set up there):"
    return "\n".join(["  Accounts:", owner, staff, *lines])
