"""The columns of the files: how they are headed, what must be there, and an example."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from voltbay.directory.errors import ColumnsMissing, ColumnsUnknown


@dataclass(frozen=True)
class Column:
    """One column; a heading may be in either language, or be the name itself."""

    name: str
    zh: str
    en: str
    example: str
    needed: bool = True

    @property
    def title(self) -> str:
        """The heading in the page's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


COMPANY_COLUMNS = (
    Column("name", "企业名称", "company name", "绿环电池回收有限公司"),
    Column("name_en", "英文名称", "name in English", "Lvhuan Battery Recycling", needed=False),
    Column("credit_code", "统一社会信用代码", "credit code", "91310115MA1TEKT19B"),
    Column(
        "credit_code_override_reason", "信用代码例外原因", "reason for the code", "", needed=False
    ),
    Column("city", "注册城市", "city", "上海"),
    Column("phone", "电话", "telephone", "021-50001234"),
    Column("since_year", "起始年份", "since (year)", "2017", needed=False),
    Column("website", "网站", "website", "https://example.com", needed=False),
    Column("is_listed", "对车主展示", "shown to owners", "是", needed=False),
)
OUTLET_COLUMNS = (
    Column("company", "所属企业", "company", "91310115MA1TEKT19B"),
    Column("name", "网点名称", "outlet name", "浦东回收服务网点"),
    Column("name_en", "英文名称", "name in English", "Pudong Outlet", needed=False),
    Column("kind", "网点类型", "kind", "收集型"),
    Column("city_code", "城市代码", "city code", "310100"),
    Column("city", "城市", "city", "上海"),
    Column("address", "地址", "address", "上海市浦东新区张江路 1 号"),
    Column("phone", "电话", "telephone", "021-50001234"),
    Column("coordinate_system", "坐标系", "coordinate system", "GCJ-02"),
    Column("longitude", "经度", "longitude", "121.600000"),
    Column("latitude", "纬度", "latitude", "31.200000"),
    Column("tow_km", "拖车范围（km）", "tows within, km", "30", needed=False),
    Column("on_site_km", "上门拆卸范围（km）", "comes within, km", "", needed=False),
    Column("storage_limit_kg", "贮存上限（kg）", "storage ceiling, kg", "5000", needed=False),
    Column("is_listed", "对车主展示", "shown to owners", "是", needed=False),
)


def names_of(headings: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return the columns' names for a file's headings.

    Raises ColumnsUnknown or ColumnsMissing, which name them.
    """
    known = known_headings(columns)
    named = [known.get(folded(heading), "") for heading in headings]
    counts = Counter(named)
    wrong = [
        heading or "(—)"
        for heading, name in zip(headings, named, strict=True)
        if not name or counts[name] > 1
    ]
    if wrong:
        raise ColumnsUnknown(columns="、".join(heading[:40] for heading in wrong[:10]))
    missing = [each.title for each in columns if each.needed and each.name not in counts]
    if missing:
        raise ColumnsMissing(columns="、".join(missing))
    return named


def known_headings(columns: Sequence[Column]) -> Mapping[str, str]:
    """Return the names by every heading that is understood."""
    return {
        folded(heading): each.name for each in columns for heading in (each.name, each.zh, each.en)
    }


def folded(heading: str) -> str:
    """Return a heading as it is compared: without spaces, stars and differences of brackets."""
    return (
        "".join(heading.split()).casefold().replace("(", "（").replace(")", "）").replace("*", "")
    )
