"""The error families of a worker. Whatever is neither `Poison` nor `Transient` is a bug: the process stops."""


class Poison(Exception):  # noqa: N818 - named after what the record is
    """This record can never work: dead letter, then go on. `reason` is a slug, `str()` one line for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason

    def __reduce__(self) -> tuple[type["Poison"], tuple[str, str]]:
        """Survive the way out of a child process."""
        return type(self), (self.reason, str(self))


class Transient(Exception):  # noqa: N818 - named after what the fault is
    """This will work later: retry with back-off, the line waits."""


class CannotStartError(Exception):
    """The service cannot start as things are; the message says what to do. One line, exit 1, no traceback."""
