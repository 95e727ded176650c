"""What news says: a line each, and a whole message."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from voltbay.core.languages import EN
from voltbay.core.local_time import local
from voltbay.notifications.templates import signature
from voltbay.staff_news.kinds import Kind, about
from voltbay.staff_news.models import News

MOST_BYTES = 1900  # of all lines: WeCom's texts end at 2048


def line(news: News, language: str) -> str:
    """Return one piece of news in one line."""
    parts = [about(news.kind).says.said(language), *_details(news, language, is_whole=True)]
    if where := news.outlet or news.company:
        parts.append(where.name)
    return _joined(parts, language)


def short(news: News, language: str) -> str:
    """Return it in the 35 characters that fill a gap of an SMS; where it was is another gap."""
    said = about(news.kind).says.said(language)
    return _joined([said, *_details(news, language, is_whole=False)], language)


def _joined(parts: Sequence[str], language: str) -> str:
    return (" · " if language == EN else "，").join(parts)


def _details(news: News, language: str, *, is_whole: bool) -> list[str]:
    said, en = news.params, language == EN
    if news.kind == Kind.TRIAL:
        return [f"{local(news.made_at):%m-%d %H:%M}"]
    parts = []
    if "plate" in said:
        parts.append(said["plate"] or ("no plate" if en else "无号牌"))
    if said.get("call_out"):
        parts.append("the owner calls for help" if en else "车主求助")
    if "was" in said and is_whole:
        parts.append(f"{_time(said['was'])} → {_time(said['at'])}")
    elif "at" in said:
        parts.append(_time(said["at"]))
    return parts + _figures(said, en=en)


def _figures(said: dict[str, object], *, en: bool) -> list[str]:
    if "percent" in said:
        full = ("full: no new bookings" if en else "已满，暂停新预约") if said["is_full"] else ""
        return [f"{said['percent']} %", *([full] if full else [])]
    if "day" in said:
        day = date.fromisoformat(str(said["day"]))
        return [f"valid until {day}" if en else f"有效期至 {day}"]
    if "is_shown" in said:
        if said["is_shown"]:
            return ["accepted" if en else "已通过"]
        return ["not accepted: see why" if en else "未通过，原因见员工页面"]
    if "late" in said:
        late, soon = said["late"], said["soon"]
        return [f"{late} late, {soon} soon" if en else f"逾期 {late} 份，临近 {soon} 份"]
    return []


def _time(text: str) -> str:
    return f"{local(datetime.fromisoformat(text)):%m-%d %H:%M}"


def subject(news: Sequence[News], language: str, *, is_digest: bool, now: datetime) -> str:
    """Return what a message is about, in one line."""
    if len(news) == 1 and not is_digest:
        return signature(language).strip() + " " + line(news[0], language)
    what = "Digest" if language == EN else "晨报"
    if not is_digest:
        what = "News" if language == EN else "消息"
    return f"{signature(language).strip()} {what} {local(now):%m-%d}：{counts(news, language)}"


def counts(news: Sequence[News], language: str, *, most: int = len(Kind)) -> str:
    """Return how many of each kind there are, in the order of kinds, of so many kinds at most."""
    counted = Counter(each.kind for each in news)
    here = [kind for kind in Kind if counted[kind]]
    said = [f"{about(kind).says.said(language)} {counted[kind]}" for kind in here[:most]]
    said += ["…"] if len(here) > most else []
    return ", ".join(said) if language == EN else "、".join(said)


def message(
    news: Sequence[News], language: str, *, is_digest: bool, link: str, now: datetime
) -> str:
    """Return the whole text: what it is about, a line for each while they fit, and where to go."""
    head = subject(news, language, is_digest=is_digest, now=now)
    lines = [head]
    if len(news) > 1 or is_digest:
        lines += _fitting([f"- {line(each, language)}" for each in news], language)
    return "\n".join([*lines, link])


def _fitting(lines: Sequence[str], language: str) -> list[str]:
    room, kept = MOST_BYTES, []
    for each in lines:
        room -= len(each.encode()) + 1
        if room < 0:
            break
        kept.append(each)
    if left := len(lines) - len(kept):
        kept.append(f"… and {left} more" if language == EN else f"……另有 {left} 条")
    return kept
