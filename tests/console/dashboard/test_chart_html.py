"""What is drawn of a chart: SVG's numbers, and texts that are no HTML."""

import pytest
from django.utils.translation import override

from voltbay.console.dashboard.chart_html import bars_html, columns_html, heat_html, rows_html
from voltbay.console.dashboard.drawing import Cell, Stack, bars, columns, heat

BAD = "<b>&'\""
SAFE = "&lt;b&gt;&amp;&#x27;&quot;"


def test_a_column_stands_on_its_axis_and_says_what_it_is():
    svg = columns_html(columns([Stack("11-01", [("done", 4, "11-01 done: 4")])]))

    axis, names, boxes, labels = svg.splitlines()
    assert axis.startswith('<line class="axis" x1="48" x2="632" y1="232.0" y2="232.0" />')
    assert '<text class="name" x="42" y="16.0">4</text>' in names
    assert boxes == (
        '<rect class="s done" x="118.1" y="12.0" width="443.8" height="220.0">'
        "<title>11-01 done: 4</title></rect>"
    )
    assert labels == '<text class="below" x="340.0" y="252">11-01</text>'


def test_a_bar_stands_between_its_name_and_its_figure():
    names, boxes, labels = bars_html(bars([("NMC", "amount", 3.0, "3 kg")])).splitlines()

    assert names == '<text class="name" x="160" y="27">NMC</text>'
    assert boxes.endswith('width="322.0" height="20"><title>NMC: 3 kg</title></rect>')
    assert labels == '<text x="498.0" y="27">3 kg</text>'


def test_a_cell_without_anything_to_say_is_only_a_field():
    cells = heat(["A"], ["08", "09"], [[Cell("some", "50"), Cell("none")]])

    boxes = heat_html(cells).splitlines()[-1]

    assert boxes.count("<rect") == 2
    assert boxes.count("<text") == 1
    assert '<text class="below" x="283.0" y="48.0">50</text>' in boxes


@pytest.mark.parametrize("language", ["zh-hans", "en", "de"])
def test_svg_has_one_way_to_write_a_number(language):
    drawing = bars([("NMC", "amount", 1234.5, "")])

    with override(language):
        assert 'width="322.0"' in bars_html(drawing)


def test_what_people_are_called_is_no_html():
    drawn = [
        columns_html(columns([Stack(BAD, [("done", 1, BAD)])])),
        bars_html(bars([(BAD, "amount", 1.0, BAD)])),
        heat_html(heat([BAD], [BAD], [[Cell("some", BAD)]])),
        rows_html([[BAD, BAD]]),
    ]

    assert not [html for html in drawn if BAD in html]
    assert not [html for html in drawn if html.count(SAFE) < 2]


def test_each_row_is_headed_by_its_first_cell():
    assert rows_html([["a", "1", "2"], ["b", "3", ""]]) == (
        '<tr><th scope="row">a</th><td>1</td><td>2</td></tr>'
        '<tr><th scope="row">b</th><td>3</td><td></td></tr>'
    )
