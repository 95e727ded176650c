"""What the owner brings to the appointment."""

from voltbay.sentences import sentence

ALWAYS = ("bring_car", "bring_identity_card", "bring_vehicle_licence")
BY_RELATION = {"company": ("bring_business_licence",), "relative": ("bring_power_of_attorney",)}


def what_to_bring(relation: str, *, language: str) -> list[str]:
    """Return sentences; more of them where the car is a company's or a relative's."""
    codes = (*ALWAYS, *BY_RELATION.get(relation, ()))
    return [sentence(code, language) for code in codes]
