from voltbay.identifiers.name import ANY_HAN
from voltbay.recognition.reading.pixels.networks import Work
from voltbay.recognition.reading.pixels.recognise import small, tiny
from voltbay.recognition.reading.pixels.runtimes import onnx_runtime
from voltbay.recognition.reading.words.known import known


def test_the_list_is_what_both_networks_can_write():
    quick, careful = tiny(onnx_runtime(), Work()).alphabet, small(onnx_runtime(), Work()).alphabet
    folded = {quick.characters[at] for at, form in enumerate(quick.simple.tolist()) if form != at}
    han = {one for one in quick.characters if len(one) == 1 and ANY_HAN.match(one)}

    assert known() == {one for one in han - folded if careful.knows(one)}
