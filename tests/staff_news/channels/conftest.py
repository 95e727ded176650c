"""Another program's HMAC, so that ours is not compared with itself."""

import base64
import subprocess

import pytest


@pytest.fixture
def openssl():
    def sign(message, *, key):
        keyed = f"hexkey:{key.encode().hex()}"
        told = subprocess.run(
            ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", keyed, "-binary"],
            input=message.encode(),
            capture_output=True,
            check=True,
        )
        return base64.b64encode(told.stdout).decode()

    return sign
