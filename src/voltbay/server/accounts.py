"""The people of a demo."""

PASSWORD = "voltbay-demo"  # noqa: S105  # a demo listens on this machine only
STAFF = {"admin": "platform administrator"}


def accounts() -> str:
    """Return the demo's accounts, as a person would note them."""
    lines = [f"    {name} / {PASSWORD} ({role})" for name, role in STAFF.items()]
    owner = "    owners: any mobile number, such as 13800138000; its code is shown in the inbox"
    return "\n".join(["  Accounts:", owner, *lines])
