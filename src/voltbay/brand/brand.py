"""What stands where the site says who it is; the settings hold one of these."""

from dataclasses import dataclass

from django.conf import settings

from voltbay.brand.colours import Palette
from voltbay.brand.logo import Logo
from voltbay.core.languages import EN

MAKER = "Voltbay"  # who wrote the site, for "powered by"
LIGHT = Palette("#0a7552", "#e2f3ec", "#ffffff")
DARK = Palette("#4ad3a3", "#16352a", "#04261a")


@dataclass(frozen=True)
class Brand:
    """Names in both languages, colours of both schemes, and what the law wants to be seen.

    `lead` is the first page's line, empty for the client's own; `icp` and `police_record` are the
    numbers that a site in mainland China shows, empty for none.
    """

    name_zh: str = "电池拆卸预约"
    name_en: str = "Battery removal"
    short_zh: str = MAKER
    short_en: str = MAKER
    lead_zh: str = ""
    lead_en: str = ""
    light: Palette = LIGHT
    dark: Palette = DARK
    logo: Logo | None = None
    icp: str = ""
    police_record: str = ""
    powered_by: bool = True

    def name(self, language: str) -> str:
        """Return the whole name."""
        return self.name_en if language == EN else self.name_zh

    def short(self, language: str) -> str:
        """Return the name where there is little room."""
        return self.short_en if language == EN else self.short_zh

    def both(self, language: str) -> str:
        """Return whole and short name as a title says them, once if they are the same."""
        names = (self.name(language), self.short(language))
        return " ".join(dict.fromkeys(names))

    @property
    def logo_path(self) -> str:
        """Where the logo is served, another place for another picture; empty without one."""
        return f"/logo.png?v={self.logo.version}" if self.logo else ""


def brand() -> Brand:
    """Return under whose name this site runs."""
    found: Brand = settings.VOLTBAY_BRAND
    return found
