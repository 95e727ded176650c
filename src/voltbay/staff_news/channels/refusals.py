"""What a channel may answer instead of sending."""


class NotSent(Exception):
    """It was not sent; `code` is the vendor's own word for why. A final one is not tried again.

    `code` must hold nothing of the message nor of whom it was for.
    """

    def __init__(self, code: str, *, is_final: bool = False, wait_seconds: int = 0) -> None:
        super().__init__(code)
        self.code = code[:60]
        self.is_final = is_final
        self.wait_seconds = wait_seconds
