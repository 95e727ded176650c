import socket
import time

import pytest

from voltbay.core.bucket import BucketFailed, BucketMalformed, answers, bucket, client, our_errors


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://", "names no bucket"),
        ("s3:///photos", "names no bucket"),
        ("s3://AKIA:hunter2@photos", "must not hold keys"),
        ("s3://photos?secret_key=hunter2", "found secret_key"),
        ("s3://photos?endpoint_url=ftp://s3.example.com", "must be like https://"),
        ("s3://photos?endpoint_url=https://me:hunter2@s3.example.com", "without keys"),
        ("s3://photos?addressing_style=odd", "auto, path, virtual"),
    ],
)
def test_what_names_no_bucket_is_refused_without_repeating_a_secret(url, said):
    with pytest.raises(BucketMalformed, match=said) as refused:
        bucket(url)

    assert "hunter2" not in str(refused.value)


def test_a_bucket_is_written_as_it_was_read():
    url = "s3://photos/live?endpoint_url=http%3A%2F%2F127.0.0.1%3A9000&region=cn-east-1"

    assert bucket(url).url == url
    assert bucket(url).below("a").url.startswith("s3://photos/live/a?")
    assert str(bucket("s3://photos/")) == "s3://photos"


def test_a_server_that_says_nothing_is_not_waited_for_long():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        where = bucket(f"s3://photos?endpoint_url=http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()

        assert not answers(where)

    assert 1 < time.monotonic() - began < 4


def test_a_server_that_is_not_there_is_an_error_of_ours():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        where = bucket(f"s3://photos?endpoint_url=http://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(BucketFailed) as failed, our_errors():
            client(where).head_bucket(Bucket="photos")

    assert failed.value.strerror == "EndpointConnectionError"
