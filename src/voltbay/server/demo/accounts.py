"""The people of a demo."""

PASSWORD = "voltbay-demo"  # noqa: S105  # a demo listens on this machine only
STAFF = {
    "admin": "platform operator, back office at /admin/",
    "manager": "manager of the outlet 浦东金桥",
    "desk": "staff of the outlet 浦东金桥",
    "company": "manager of the company 沪新循环",
    "auditor": "reads the logs",
}


def accounts() -> str:
    """Return the demo's accounts, as a person would note them."""
    lines = [f"    {name} / {PASSWORD} ({role})" for name, role in STAFF.items()]
    owner = "    owners: any mobile number, such as 13800138000; its code is shown in the inbox"
    owner += "\n    13800138001 manages a taxi firm (沪新出租汽车), 13800138002 books for it"
    staff = "    staff, at /console/ (no second factor in a demo, unless one is set up there):"
    return "\n".join(["  Accounts:", owner, staff, *lines])
