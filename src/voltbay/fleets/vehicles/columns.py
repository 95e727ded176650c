"""The columns of a fleet's list: how they are headed, what must be there, and an example."""

from voltbay.directory.imports.columns import Column

PLATE = Column("plate", "号牌号码", "plate", "沪AD12345")
VIN = Column("vin", "车辆识别代号", "VIN", "LGXCE6DB7J0123456")
MODEL = Column("model", "品牌型号", "model", "比亚迪牌BYD7006", needed=False)
OWNER = Column("licence_owner", "所有人", "owner on the licence", "", needed=False)
COLUMNS = (PLATE, VIN, MODEL, OWNER)
EXAMPLE = [each.example for each in COLUMNS]
LONGEST = {"model": 80, "licence_owner": 120}  # characters
