import pytest

from voltbay.recognition.reading.words.traditional import simplified


@pytest.mark.parametrize("name", ["王濛", "李昇", "张璿", "王堃"])
def test_a_form_that_names_have_beside_the_usual_one_stays(name):
    assert simplified(name) == name
