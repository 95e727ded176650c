"""Chinese names for whoever reads none: English words where we know them, else pinyin. Pure."""

import re
from functools import lru_cache

from voltbay.core.languages import EN

# Of the trade. The longest that fits is taken; each stands where it stood in the Chinese.
WORDS = {
    "股份有限公司": "Co., Ltd.",
    "有限责任公司": "Co., Ltd.",
    "有限公司": "Co., Ltd.",
    "公司": "Company",
    "集团": "Group",
    "科技": "Technology",
    "再生资源": "Renewable Resources",
    "新能源": "New Energy",
    "再生动力": "Renewed Power",
    "循环": "Circular",
    "回收服务网点": "Recycling Outlet",
    "回收网点": "Recycling Outlet",
    "服务网点": "Service Outlet",
    "网点": "Outlet",
    "回收": "Recycling",
    "服务": "Service",
    "拆解": "Dismantling",
    "拆卸": "Removal",
    "检测": "Inspection",
    "更换": "Replacement",
    "上门": "On-site",
    "动力电池": "Battery",
    "电池包": "Battery Pack",
    "电池": "Battery",
    "乘用车": "Passenger Car",
    "商用车": "Commercial Vehicle",
    "摩托车": "Motorcycle",
    "电动汽车": "Electric Vehicle",
    "汽车": "Vehicle",
    "报废汽车": "End-of-Life Vehicle",
    "报废机动车": "End-of-Life Vehicle",
    "企业资质": "Licence",
    "资质": "Licence",
    "环境管理体系认证": "Environmental Management System Certificate",
    "职业健康安全管理体系认证": "Occupational Health and Safety Management System Certificate",
    "质量管理体系认证": "Quality Management System Certificate",
    "自评符合": "Self-Assessed Conformity",
    "认证": "Certificate",
    "许可证": "Permit",
    "经营": "Operating",
    "危险废物": "Hazardous Waste",
    "设备": "Equipment",
    "年检": "Annual Inspection",
    "检修": "Maintenance",
    "维护": "Maintenance",
    "盘点": "Stocktaking",
    "培训": "Training",
    "停电": "Power Cut",
    "台风": "Typhoon",
    "暴雨": "Heavy Rain",
    "大雪": "Heavy Snow",
    "装修": "Renovation",
    "放假": "Holiday",
    "休息": "Day Off",
    "休假": "Leave",
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "临时": "Temporary",
    "停业": "Closure",
    "与": "and",
    "及": "and",
    "演示": "Demo",
}
# Places that are read otherwise than the words they look like; the library reads most others.
READ_AS = {
    "朝阳": "chao yang",
    "长安": "chang an",
    "长宁": "chang ning",
    "闵行": "min hang",
    "六合": "lu he",
    "新都": "xin du",
    "曾都": "zeng du",
    "沌口": "zhuan kou",
    "洪洞": "hong tong",
    "涡阳": "guo yang",
    "单县": "shan xian",
}
PLACES = re.compile(f"({'|'.join(READ_AS)})")
KNOWN = "|".join(sorted(WORDS, key=len, reverse=True))
PARTS = re.compile(rf"{KNOWN}|(?P<han>[㐀-鿿]+?)(?={KNOWN}|[^㐀-鿿]|$)|[^㐀-鿿]+")
MARKS = str.maketrans(
    {"（": " (", "）": ") ", "、": ", ", "，": ", ", "；": "; ", "：": ": ", "。": ". "}
)
HAN = re.compile("[㐀-鿿]")
AREA = re.compile(
    r"(?:[㐀-鿿]{2,7}?(?:省|自治区))?(?P<city>[㐀-鿿]{2,9}?)市"
    r"(?:(?P<district>[㐀-鿿]{1,8}?)(?P<kind>新区|区|县|市))?"
)
AREAS = {"新区": " New Area", "区": " District", "县": " County", "市": ""}


def named(name: str, name_en: str = "", *, language: str) -> str:
    """Return a name for a reader: English as given, else in Latin letters, the Chinese beside it.

    >>> named("浦东金桥回收服务网点", language="en")
    'Pudong Jinqiao Recycling Outlet 浦东金桥回收服务网点'
    >>> named("设备年检", "Yearly check of the lift", language="en")
    'Yearly check of the lift'
    """
    if language != EN:
        return name
    if name_en or not HAN.search(name):
        return name_en or name
    return f"{latin(name)} {name}"


def addressed(address: str, *, language: str) -> str:
    """Return an address for a reader: it stays Chinese, to be shown to a driver.

    >>> addressed("上海市浦东新区张江路 1 号", language="en")
    'Pudong New Area, Shanghai 上海市浦东新区张江路 1 号'
    """
    found = AREA.match(address) if language == EN else None
    if found is None:
        return address
    parts = [_word(_syllables(found["city"]))]
    if found["district"]:
        parts.insert(0, _word(_syllables(found["district"])) + AREAS[found["kind"]])
    return f"{', '.join(parts)} {address}"


def placed(city: str, *, language: str) -> str:
    """Return a city for a reader, its name one word.

    >>> placed("乌鲁木齐", language="en")
    'Wulumuqi 乌鲁木齐'
    """
    if language != EN or not HAN.search(city):
        return city
    return f"{_word(_syllables(city))} {city}"


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """Return a Chinese text in Latin letters, known words in English.

    >>> latin("电池包检测与拆卸"), latin("西安长安航天")
    ('Battery Pack Inspection and Removal', "Xi'an Chang'an Hangtian")
    """
    parts = [
        pinyin(part["han"]) if part["han"] else WORDS.get(part[0], part[0].translate(MARKS))
        for part in PARTS.finditer(text)
    ]
    return re.sub(r" +([),.;:])", r"\1", re.sub(r"\( +", "(", " ".join(" ".join(parts).split())))


def pinyin(han: str) -> str:
    """Return Chinese letters as pinyin without tones, two syllables a word, three at an odd end.

    Source: GB/T 28039: joined syllables, an apostrophe before a, o and e within a word.
    """
    said = _syllables(han)
    ends = [*range(2, len(said) - 1, 2), len(said)]
    return " ".join(_word(said[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _syllables(han: str) -> list[str]:
    # Loaded by the first reader of English: its phrases take 57 MB, which few processes need.
    from pypinyin import lazy_pinyin

    found: list[str] = []
    for part in PLACES.split(han):
        found += READ_AS[part].split() if part in READ_AS else lazy_pinyin(part, v_to_u=True)
    return found


def _word(syllables: list[str]) -> str:
    joined = "".join(
        f"'{each}" if number and each[0] in "aoe" else each for number, each in enumerate(syllables)
    )
    return joined.capitalize()
