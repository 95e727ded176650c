"""Tell what kind of paper was photographed, by the words that are printed on it."""

from collections.abc import Iterable, Mapping

from voltbay.recognition.reading.result import Kind
from voltbay.recognition.reading.words.distance import distance

WORDS: Mapping[str, tuple[str, ...]] = {
    Kind.IDENTITY_CARD: ("姓名", "性别", "民族", "出生", "住址", "公民身份号码"),
    Kind.VEHICLE_LICENCE: (
        "车辆类型",
        "所有人",
        "使用性质",
        "品牌型号",
        "车辆识别代号",
        "发动机号码",
        "注册日期",
        "发证日期",
        "行驶证",
    ),
    "emblem_side": ("居民身份证", "签发机关", "有效期限"),
    "driving_licence": ("驾驶证", "准驾车型", "初次领证日期", "国籍"),
    "licence_second_page": ("档案编号", "核定载人数", "整备质量", "外廓尺寸", "检验记录", "总质量"),
    "bank_card": ("银联", "UnionPay", "VALIDTHRU", "银行", "借记卡", "信用卡", "DEBIT", "CREDIT"),
}
ENOUGH = 3  # words of the wanted kind: no other paper has so many of them
TELLING = 2  # words that tell another kind


def wrong_kind(texts: Iterable[str], wanted: Kind) -> str | None:
    """Give the code of what it is instead, or None if it can be what was wanted."""
    lines = list(texts)
    counts = {kind: _count(lines, words) for kind, words in WORDS.items()}
    mine = counts.pop(wanted)
    if counts["driving_licence"] >= TELLING and mine < 5:
        return "driving_licence"  # it has the labels of an identity card too
    if mine >= ENOUGH:
        return None
    other = max(counts, key=lambda kind: counts[kind])
    both_pages = other == "licence_second_page" and mine > 0
    if counts[other] >= TELLING and counts[other] > mine and not both_pages:
        return other if other not in set(Kind) else not_wanted(wanted)
    return not_wanted(wanted) if mine == 0 else None


def not_wanted(wanted: Kind) -> str:
    """Give the code that says it is not the wanted document."""
    return "not_an_identity_card" if wanted is Kind.IDENTITY_CARD else "not_a_vehicle_licence"


def _count(lines: list[str], words: tuple[str, ...]) -> int:
    return sum(any(_has(line, word) for line in lines) for word in words)


def _has(line: str, word: str) -> bool:
    """Find a word, and a long one with a character wrong: short ones differ by one already."""
    if word in line:
        return True
    size = len(word)
    if size < 5 or len(set(word) & set(line)) < size - 1:
        return False
    windows = (line[at : at + size] for at in range(max(1, len(line) - size + 1)))
    return any(distance(one, word) <= 1 for one in windows)
