"""Invented cars: plates, VINs and the rest of a licence's main page."""

from datetime import date, timedelta
from random import Random

from tools.cards.people import a_name, an_address

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SERIAL = LETTERS + "0123456789"
ELECTRIC = "DABCEFGHJK"
LATEST = date(2026, 3, 31)  # no licence is of a day that has not come
MAKERS = {
    "LGX": ("比亚迪牌BYD", "6480MBEV2"),
    "LSJ": ("荣威牌CSA", "7000BEV1"),
    "LFV": ("大众牌FV", "7146BBDBG"),
    "LRW": ("特斯拉牌TSL", "7000BEVAR0"),
    "LB3": ("吉利美日牌MR", "7002BEV05"),
    "LNB": ("北京牌BJ", "7000C5EA-BEV"),
    "LMW": ("广汽牌GAC", "7000BEVH0A"),
    "LVV": ("奇瑞牌SQR", "7000BEVJ72"),
    "LJ1": ("江淮牌HFC", "6501ECEV4-W"),
    "LBE": ("北京现代牌BH", "7164MX"),
    "LS4": ("长安牌SC", "6478BAABEV"),
    "LGB": ("东风日产牌DFL", "7000NAH2BEV"),
    "LSV": ("上汽大众牌SVW", "6471AEV"),
    "LHG": ("雅阁牌HG", "7155BAC5A"),
    "LZW": ("五菱牌LZW", "7004EVA1FAD"),
    "HRV": ("小鹏牌NHQ", "7000BEVDH"),
    "LJN": ("蔚来牌HFC", "6502ECSEV1"),
}
TYPES = [
    "小型轿车",
    "小型普通客车",
    "小型越野客车",
    "微型轿车",
    "小型专用客车",
    "中型普通客车",
    "大型普通客车",
    "轻型厢式货车",
    "轻型普通货车",
    "重型半挂牵引车",
]
COMMON_TYPES = ("小型轿车", "小型普通客车", "小型越野客车", "微型轿车")
USES = [
    "公路客运",
    "公交客运",
    "出租客运",
    "旅游客运",
    "货运",
    "租赁",
    "警用",
    "救护",
    "营转非",
    "出租转非",
    "教练",
    "预约出租客运",
]
TOWNS = ["北京", "上海", "深圳", "杭州", "成都", "武汉", "重庆", "合肥", "广州", "苏州", "西安"]
TRADES = [
    "电动汽车租赁",
    "新能源科技",
    "出行服务",
    "物流",
    "网络科技",
    "汽车销售服务",
    "建筑工程",
    "商贸",
]
WORDS = ["绿源", "恒通", "安捷", "华晟", "众邦", "博远", "鑫达", "瑞丰", "云驰", "星耀", "中辰"]
_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def with_check(vin: str) -> str:
    """Put the right check character in the ninth place."""
    values = (_VALUES.get(one) or int(one if one.isdigit() else 0) for one in vin)
    rest = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True)) % 11
    return vin[:8] + "0123456789X"[rest] + vin[9:]


def a_vin(random: Random, maker: str | None = None) -> str:
    """Invent a VIN that passes its check."""
    maker = maker or random.choice(list(MAKERS))
    middle = "".join(random.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(5))
    year, plant = random.choice("FGHJKLMNPRST"), random.choice("ABCDEFGHJKLMNPR0123456789")
    return with_check(f"{maker}{middle}0{year}{plant}{random.randint(0, 999999):06}")


def a_plate(random: Random) -> str:
    """Invent a plate: mostly green, else blue or one of the special last characters."""
    head = random.choice(PROVINCES) + random.choice(LETTERS)
    draw = random.random()
    if draw < 0.5:
        second = random.choice(SERIAL)
        return head + random.choice(ELECTRIC) + second + f"{random.randint(0, 9999):04}"
    if draw < 0.58:
        return head + f"{random.randint(0, 99999):05}" + random.choice(ELECTRIC)
    last = random.choice("挂学警港澳") if draw > 0.92 else random.choice(SERIAL)
    return head + "".join(random.choice(SERIAL) for _ in range(4)) + last


def a_company(random: Random) -> str:
    """Invent a firm that owns cars."""
    name = random.choice(TOWNS) + random.choice(WORDS) + random.choice(TRADES)
    return name + random.choice(("有限公司", "有限责任公司", "股份有限公司"))


def an_engine_number(random: Random) -> str:
    """Invent an engine or motor number: free letters and digits."""
    length = random.randint(6, 12)
    free = "".join(random.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(length))
    return random.choice(("TZ", "YS", "", "", "3D")) + free


def a_car(random: Random, **fixed: str) -> dict[str, str]:
    """Invent all fields of a licence's main page; what is given in `fixed` stays."""
    vin = fixed.get("vin") or a_vin(random)
    brand, model = MAKERS.get(vin[:3], MAKERS["LGX"])
    registered = date(2010, 1, 1) + timedelta(days=random.randint(0, 5700))
    issued = min(registered + timedelta(days=random.choice((0, 0, 3, 400, 900))), LATEST)
    kind = random.choice(COMMON_TYPES) if random.random() < 0.8 else random.choice(TYPES)
    car = {
        "plate": a_plate(random),
        "vehicle_type": kind,
        "owner": a_company(random) if random.random() < 0.2 else a_name(random),
        "address": an_address(random),
        "use_character": "非营运" if random.random() < 0.7 else random.choice(USES),
        "model": brand + _shuffled_tail(random, model),
        "vin": vin,
        "engine_number": an_engine_number(random),
        "register_date": registered.isoformat(),
        "issue_date": issued.isoformat(),
    }
    return car | fixed


def _shuffled_tail(random: Random, model: str) -> str:
    return "".join(str(random.randint(0, 9)) if one.isdigit() else one for one in model)
