import pytest

from voltbay.recognition.chosen import ENGINES, UnknownEngine, chosen_engine


@pytest.fixture(autouse=True)
def _fresh():
    chosen_engine.cache_clear()
    yield
    chosen_engine.cache_clear()


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_of_the_settings_is_there(name, settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = name

    assert chosen_engine().name == name
    assert chosen_engine() is chosen_engine()


def test_an_engine_that_is_none_is_named_with_those_that_are(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "tesseract"

    with pytest.raises(UnknownEngine, match=r"'tesseract'.*'local', 'aliyun'"):
        chosen_engine()
