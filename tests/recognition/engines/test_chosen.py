from uuid import uuid4

import pytest

from tests.places import NOW
from voltbay.recognition.engines.chosen import ENGINES, UnknownEngine, engine_for, is_installed


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_of_the_settings_is_there(name, settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = name

    assert engine_for(uuid4(), now=NOW).name == name
    assert is_installed()


def test_documents_share_the_reading_process(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "local"

    assert engine_for(uuid4(), now=NOW) is engine_for(uuid4(), now=NOW)


def test_an_engine_that_is_none_is_named_with_those_that_are(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "tesseract"

    with pytest.raises(UnknownEngine, match=r"'tesseract'.*'local', 'combined', 'aliyun'"):
        engine_for(uuid4(), now=NOW)
    assert not is_installed()
