"""The operator's own name, logo and colours, as the environment says them."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from voltbay.brand.brand import Brand
from voltbay.brand.colours import (
    ColourMalformed,
    PoorContrast,
    dark_palette,
    light_palette,
    lightened,
    read_colour,
)
from voltbay.brand.logo import LogoUnfit, read_logo
from voltbay.server.settings.environment import flag

LONGEST_NAME, LONGEST_LEAD = 40, 120  # characters: a title, two lines on a phone
# No controls, no line ends; a colon ends the issuer's name in an authenticator's address.
NAME = re.compile(rf"[^\x00-\x1f\x7f:<>]{{1,{LONGEST_NAME}}}")
LEAD = re.compile(rf"[^\x00-\x1f\x7f<>]{{1,{LONGEST_LEAD}}}")
# 京ICP备12345678号, with -1 for a site of several.
ICP = re.compile(r"[\u4e00-\u9fff]ICP备[0-9]{6,12}号(-[0-9]{1,4})?")
# 沪公网安备31010102000001号: the digits are asked for at beian.mps.gov.cn.
POLICE_RECORD = re.compile(r"[\u4e00-\u9fff]公网安备\s?[0-9]{14}号")

Read = TypeVar("Read")


def operators_brand() -> Brand:
    """Return what the operator said, and ours where nothing was said. Raises ImproperlyConfigured.

    Whoever gives a name of their own never gets one of ours beside it: what is missing of the four
    follows from the first.
    """
    return Brand(
        **_names(),
        **_colours(),
        lead_zh=_text("LEAD", LEAD, f"up to {LONGEST_LEAD} characters"),
        lead_en=_text("LEAD_EN", LEAD, f"up to {LONGEST_LEAD} characters"),
        logo=_checked("LOGO", lambda path: read_logo(Path(path))),
        icp=_text("ICP", ICP, "a number as 京ICP备12345678号-1"),
        police_record=_text("POLICE_RECORD", POLICE_RECORD, "one as 京公网安备11010102000001号"),
        powered_by=flag("VOLTBAY_OPERATOR_POWERED_BY", default=True),
    )


def _names() -> dict[str, Any]:
    what = f"up to {LONGEST_NAME} characters, without : < >"
    names = ("NAME", "NAME_EN", "SHORT_NAME", "SHORT_NAME_EN")
    zh, en, short_zh, short_en = (_text(each, NAME, what) for each in names)
    if not zh:
        if en or short_zh or short_en:
            raise ImproperlyConfigured("set VOLTBAY_OPERATOR_NAME too, the Chinese name")
        return {}
    en_or_short = short_zh if short_zh and not en else en or zh
    return {
        "name_zh": zh,
        "name_en": en or zh,
        "short_zh": short_zh or zh,
        "short_en": short_en or en_or_short,
    }


def _colours() -> dict[str, Any]:
    colour = _checked("COLOUR", read_colour)
    dark = _checked("COLOUR_DARK", read_colour)
    if not colour:
        if dark:
            raise ImproperlyConfigured("set VOLTBAY_OPERATOR_COLOUR too: the dark one goes with it")
        return {}
    light = _checked("COLOUR", lambda _: light_palette(colour))
    in_the_dark = _checked("COLOUR_DARK", lambda _: dark_palette(dark)) if dark else None
    return {"light": light, "dark": in_the_dark or dark_palette(lightened(colour))}


def _text(name: str, pattern: re.Pattern[str], what: str) -> str:
    value = os.environ.get(f"VOLTBAY_OPERATOR_{name}", "").strip()
    if value and not pattern.fullmatch(value):
        raise ImproperlyConfigured(f"VOLTBAY_OPERATOR_{name} is {value!r}: give {what}")
    return value


def _checked(name: str, read: Callable[[str], Read]) -> Read | None:
    value = os.environ.get(f"VOLTBAY_OPERATOR_{name}", "")
    if not value:
        return None
    try:
        return read(value)
    except (ColourMalformed, PoorContrast, LogoUnfit) as wrong:
        raise ImproperlyConfigured(f"VOLTBAY_OPERATOR_{name} {wrong}") from wrong
