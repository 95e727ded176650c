"""Introductions keep what shows a company, and nothing that could harm who reads them."""

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
        *("position:fixed;top:0", "z-index:9", "margin-top:-400px", "margin:0 -9px"),
        *("transform:scale(9)", "float:left", "width:expression(alert(1))", "color:var(--x)"),
        *("background:url(/x)", "background-color:u\\72l(x)", "content:'x'"),
    ],
)
def test_no_style_leaves_the_flow_of_the_page(style):
    assert clean(f'<p style="{style}">x</p>').replace(' style=""', "") == "<p>x</p>"


def test_harmless_styles_stay():
    style = "color:#0a7;padding:12px 8px;border-radius:8px;display:flex;letter-spacing:1px"

    assert clean(f'<p style="{style}">x</p>') == f'<p style="{style}">x</p>'


def test_a_link_does_not_hand_our_page_over():
    assert 'rel="noopener noreferrer nofollow"' in clean('<a href="https://example.cn">x</a>')


def test_a_summary_is_plain_text_of_bearable_length():
    text = summary(f"<h2>标题</h2><p>{'回收电池' * 100}<script>x</script></p>")

    assert text.startswith("回收电池")
    assert text.endswith("…")
    assert len(text) == SUMMARY_CHARACTERS


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
