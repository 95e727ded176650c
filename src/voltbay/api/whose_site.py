"""Under whose name the site runs: to the mini-program as an answer, to browsers in the page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import Router, Schema

from voltbay.brand.brand import Brand, brand

router = Router(tags=["site"])
KEPT = "public, max-age=3600"  # seconds: a change is rare, and seen within the hour
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"  # another picture has another address


class PaletteOut(Schema):
    accent: str
    soft: str
    on: str


class SiteOut(Schema):
    """`lead` is the first page's line; empty texts and a null logo: there is none of their own."""

    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    lead_zh: str
    lead_en: str
    logo: str | None
    light: PaletteOut
    dark: PaletteOut
    icp: str
    police_record: str
    powered_by: bool


def site_out(shown: Brand) -> SiteOut:
    """Return a brand as the client reads it."""
    out: SiteOut = SiteOut.model_validate(
        {**vars(shown), "logo": shown.logo_path or None}, from_attributes=True
    )
    return out


@router.get("/site", response=SiteOut, summary="Whose site it is")
def show_site(request: HttpRequest, response: HttpResponse) -> SiteOut:
    """Return name, colours, logo and the numbers that the law wants to be seen."""
    response["Cache-Control"] = KEPT
    return site_out(brand())


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """Answer with the operator's picture; 404 where there is none."""
    found = brand().logo
    if found is None:
        raise Http404
    answer = HttpResponse(found.png, content_type="image/png")
    is_its_own = request.GET.get("v") == found.version
    answer["Cache-Control"] = KEPT_FOR_GOOD if is_its_own else KEPT
    return answer


urlpatterns = [path("logo.png", logo, name="logo")]
