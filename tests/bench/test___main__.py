"""What `make bench` says of its figures."""

from bench.__main__ import Found, Measured, table


def test_what_is_asked_stands_beside_what_postgresql_does_alone():
    asked = {"me": Measured(900, 0.1, 0.9, statements=2), "hold": Measured(600, 0.8, 1.2)}
    before, after = {"hold": Measured(1900, 0.5)}, {"hold": Measured(2100, 0.7)}

    said = table(Found(10, asked, before, after)).splitlines()

    assert said[2] == "| `/me` | 2 | 0.90 | 0.10 | 900 |  |  |  |  |"
    assert said[3] == (
        "| hold | 0 | 1.20 | 0.80 | 600 | 0.60 | 1,900 before, 2,100 after | **0.300** | 0.30 |"
    )
