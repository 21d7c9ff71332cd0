"""What time is it for a deadline? As late as a test says."""


class Clock:
    """A clock that goes on by `step` seconds whenever it is asked."""

    def __init__(self) -> None:
        self.now = self.step = 0.0

    def monotonic(self) -> float:
        """Return the time in seconds."""
        self.now += self.step
        return self.now
