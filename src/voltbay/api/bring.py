"""What the owner brings to the appointment."""

from voltbay.sentences import sentence

ALWAYS = ("bring_car", "bring_identity_card", "bring_vehicle_licence")
BY_RELATION = {"company": ("bring_business_licence",), "relative": ("bring_power_of_attorney",)}


OF_A_FLEET = ("bring_car", "bring_driver", "bring_vehicle_licence", "bring_fleet_authorisation")


def what_to_bring(relation: str, *, language: str, is_fleets: bool = False) -> list[str]:
    """Return sentences; more of them where the car is a company's or a relative's.

    A company with an account shows its authorisation once, whoever drives.
    """
    codes = OF_A_FLEET if is_fleets else (*ALWAYS, *BY_RELATION.get(relation, ()))
    return [sentence(code, language) for code in codes]
