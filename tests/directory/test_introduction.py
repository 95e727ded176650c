"""Introductions keep what shows a company, and nothing that could harm who reads them."""

import random

import pytest

from voltbay.directory.introduction import SUMMARY_CHARACTERS, clean, summary
from voltbay.directory.models import Company

PAGE = """<h2 style="color:#0a7">关于我们</h2>
<p>持证<strong>拆解</strong>。<a href="https://example.cn/x">网站</a></p>
<table><thead><tr><th scope="col">项目</th></tr></thead><tbody><tr><td colspan="2">检测</td></tr>
</tbody></table><ul><li>登记</li></ul><img src="/media/yard.webp" alt="厂区">"""
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def test_headings_tables_lists_and_pictures_stay():
    cleaned = clean(PAGE)

    for part in ("<h2", "<table>", 'scope="col"', 'colspan="2"', "<li>", 'alt="厂区"', "<strong>"):
        assert part in cleaned


def test_cleaning_twice_changes_nothing_more():
    assert clean(clean(PAGE)) == clean(PAGE)


WORDS = [
    *("<", ">", "&", "&amp;", "&lt;script&gt;", '"', "'", "=", "/", " ", "x", "电池", "\n", "<!--"),
    *("-->", "<![CDATA[", "]]>", "<?", "</", "<p", "<p>", "</p>", "<br/>", "<a href='/a'>", "</a>"),
    *("<b>", "<i>", "</b>", "</i>", "<div>", "</div>", "<h2>", "<hr>", "<ul>", "<li>", "</ul>"),
    *("<dd>", "<table>", "<caption>", "<tr>", "<td>", "<th>", "</table>", "<col>", "<colgroup>"),
    *("<tbody>", "<svg>", "</svg>", "<math>", "<mtext>", "<script>", "</script>", "<style>"),
    *("</style>", "<template>", "<noscript>", "<select>", "<option>", "<form>", "<textarea>"),
    *("<title>", "<plaintext>", "<xmp>", "<nobr>", "<button>", "<frameset>", "<body>", "<html>"),
    *("<p style='color:red;margin:-1px'>", "<p style=color:red;;x:y>", "<img src=/a width=9999>"),
    *("<p style='MARGIN: 4px   8px'>", "<foreignObject>", "<desc>", "<mglyph>", "<font>", "<s>"),
]


@pytest.mark.parametrize("seed", range(40))
def test_cleaning_whatever_is_written_twice_changes_nothing_more(seed):
    drawn = random.Random(seed)
    for _ in range(60):
        text = "".join(drawn.choices(WORDS, k=drawn.randint(1, 25)))

        once = clean(text)

        assert clean(once) == once, text


def test_links_and_tables_in_each_other_come_to_rest():
    """A parser takes them apart otherwise when it reads what it wrote."""
    nested = "<a href='/1'><table><a href='/2'>" * 12 + "甲"

    once = clean(nested)

    assert clean(once) == once
    assert "甲" in once


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        "<iframe src=https://evil.example></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' jAvaScript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<p style='background-image:url(https://evil.example/x)'>x</p>",
        "<style>body{display:none}</style>",
        "<form action=https://evil.example><input name=phone></form>",
        "<math><mtext></p><style><img src onerror=alert(1)></style>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(hostile):
    cleaned = clean(f"<p>前</p>{hostile}<p>后</p>")

    for word in ("alert", "evil", "javascript", "url(", "<form", "<input", "body{"):
        assert word not in cleaned.lower()
    assert "前" in cleaned


@pytest.mark.parametrize(
    "source",
    [
        *("https://evil.example/a.png", "//evil.example/a.png", "/\\evil.example", "a.png"),
        *("data:image/svg+xml;base64,PHN2Zz4=", "data:text/html;base64,AAAA"),
    ],
)
def test_a_picture_from_elsewhere_loses_its_source(source):
    assert "src" not in clean(f'<img src="{source}">')


@pytest.mark.parametrize("source", [PIXEL, "/media/a.png"])
def test_an_embedded_picture_and_one_of_our_own_stay(source):
    assert f'src="{source}"' in clean(f'<img src="{source}">')


@pytest.mark.parametrize(
    "style",
    [
        *("position:fixed;top:0", "position:absolute", "z-index:9", "inset:0", "top:-9px"),
        *("margin-top:-400px", "margin:0 -9px", "margin:calc(0px - 9px)", "margin-left:-9e1px"),
        *("transform:scale(9)", "translate:0 -90px", "scale:9", "rotate:9deg", "float:left"),
        *("box-shadow:0 0 0 9999px #fff", "text-shadow:0 -90px red", "filter:drop-shadow(9px 9px)"),
        *("outline:9px solid", "outline-offset:90px", "clip-path:none", "mix-blend-mode:screen"),
        *("width:expression(alert(1))", "color:var(--x)", "background-attachment:fixed"),
        *("background:url(/x)", "background-color:u\\72l(x)", "background-image:none"),
        *("content:'x'", "font-size:900px", "font-size:9em", "font-size:300%", "font-size:larger"),
        *("letter-spacing:90px", "text-indent:900px", "line-height:0", "line-height:0.1"),
        *("width:9999px", "width:100vw", "width:1px", "min-width:2000px", "height:1px"),
        *("max-height:1px", "height:100vh", "padding:900px", "gap:900px", "border:900px solid red"),
        *("border-radius:9999em", "white-space:nowrap", "vertical-align:900px", "all:initial"),
        *("text-decoration:underline 900px red", "display:contents", "animation:x 1s infinite"),
        *("border-image:url(/x)", "list-style-type:'x'", "cursor:none", "pointer-events:none"),
        *("grid-template-columns:repeat(6,minmax(900px,1fr))", "flex:1 0 900px", "zoom:9"),
        *("color:red!important", "color:rgb(1,2,3", "opacity:2", "margin:1px 2px 3px 4px 5px"),
        *(
            "-webkit-text-stroke:90px red",
            "border-spacing:900px",
            "--x:1px",
            "object-position:90px",
        ),
    ],
)
def test_no_style_leaves_its_box_or_loads_anything(style):
    assert clean(f'<p style="{style}">x</p>') == "<p>x</p>"


@pytest.mark.parametrize(
    "attributes", ['width="9999"', 'height="100000"', 'width="-1"', 'width="1e9"', 'width="900%"']
)
def test_no_picture_is_larger_than_a_page(attributes):
    assert clean(f'<img src="/a.png" {attributes}>') == '<img src="/a.png">'


def test_harmless_styles_stay():
    style = "color:#0a7;padding:12px 8px;border-radius:8px;display:flex;letter-spacing:1px"

    assert clean(f'<p style="{style}">x</p>') == f'<p style="{style}">x</p>'


@pytest.mark.parametrize(
    "style",
    [
        *("margin:0 auto", "margin:16px 0", "padding:12px 16px", "border:1px solid #e3e8e5"),
        *("border-left:4px solid rgb(10, 170, 80)", "border-bottom:2px solid hsl(120deg 50% 40%)"),
        *("color:rgba(0,0,0,.6)", "background-color:transparent", "opacity:.8", "font-size:14px"),
        *("font-size:1.25rem", "line-height:1.7", "width:100%", "max-width:320px", "flex:1 1 90px"),
        *("grid-template-columns:repeat(auto-fit,minmax(120px,1fr))", "gap:8px 1em", "flex:1"),
        *(
            "grid-template-columns:1fr 2fr",
            "border-collapse:collapse",
            "list-style-type:circle",
        ),
        *("font-weight:600", "text-align:center", "justify-content:space-between", "border:none"),
    ],
)
def test_what_companies_lay_their_pages_out_with_stays(style):
    assert clean(f'<p style="{style}">x</p>') == f'<p style="{style}">x</p>'


def test_a_link_does_not_hand_our_page_over():
    assert 'rel="noopener noreferrer nofollow"' in clean('<a href="https://example.cn">x</a>')


def test_a_summary_is_plain_text_of_bearable_length():
    text = summary(f"<h2>标题</h2><p>{'回收电池' * 100}<script>x</script></p>")

    assert text.startswith("回收电池")
    assert text.endswith("…")
    assert len(text) == SUMMARY_CHARACTERS


def test_a_summary_ends_with_a_sentence():
    first, second = "我们拆卸动力电池。", "网点遍布全市，" * 20

    assert summary(f"<p>{first}{second}</p>") == first
    assert summary(f"<p>Since 2.5 years. {'We reuse packs ' * 20}</p>") == "Since 2.5 years."


def test_an_empty_introduction_has_an_empty_summary():
    assert summary("") == ""


def test_words_of_neighbouring_blocks_do_not_run_together():
    assert summary("<p>一</p><p>二</p><ul><li>三</li></ul>") == "一 二 三"


@pytest.mark.django_db
class TestEveryWriterIsCleaned:
    dirty = "<p>好<script>x</script></p>"

    def company(self):
        return Company(
            name="绿环", credit_code="91310115MA1TEKT19B", city="上海", introduction_html=self.dirty
        )

    def test_saving(self):
        company = self.company()
        company.save()

        assert company.introduction_html == "<p>好</p>"
        assert company.introduction_summary == "好"

    def test_writing_many_at_once(self):
        Company.objects.bulk_create([self.company()])

        assert Company.objects.get().introduction_html == "<p>好</p>"

    def test_updating_past_the_instance(self):
        self.company().save()

        Company.objects.update(introduction_html=self.dirty)

        assert Company.objects.get().introduction_html == "<p>好</p>"
