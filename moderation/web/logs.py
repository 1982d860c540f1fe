"""The log of one application: a line per request on standard error, as text or JSON; never a reader's words."""

import sys
import time
from datetime import UTC, datetime

import msgspec

from moderation.settings import Settings

Value = str | int | float | list[str]


class Log:
    """Writes lines of named values; each application has its own, so that two in one process may differ.

    The logging package of the standard library costs as much per line as the rest of following a request.
    """

    def __init__(self, settings: Settings) -> None:
        self._as_json = settings.log_format == "json"
        self._requests = settings.log_format != "none"
        self._second = (0, "")

    def info(self, message: str, **values: Value) -> None:
        """Write what happened."""
        if self._requests:
            self._write("info", message, values)

    def request(self, method: str, route: str, status: int, seconds: float, request_id: str, trace_id: str) -> None:
        """Write that a request was answered; spelt out here, for it is the one line that comes with every comment."""
        if not self._requests:
            return
        milliseconds = round(seconds * 1000, 2)
        if self._as_json:
            self.info(
                "request",
                method=method,
                route=route,
                status=status,
                milliseconds=milliseconds,
                request_id=request_id,
                trace_id=trace_id,
            )
            return
        sys.stderr.write(
            f"{self._now()} info request method={method} route={route} status={status} milliseconds={milliseconds} "
            f"request_id={request_id} trace_id={trace_id}\n"
        )

    def error(self, message: str, **values: Value) -> None:
        """Write what went wrong."""
        self._write("error", message, values)

    def _now(self) -> str:
        """Return the time; spelling a second out once is enough for all the lines within it."""
        now = time.time()
        second = int(now)
        spelt = self._second
        if second != spelt[0]:
            spelt = self._second = second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{spelt[1]}.{int((now - second) * 1000):03}+00:00"

    def _write(self, level: str, message: str, values: dict[str, Value]) -> None:
        now = self._now()
        if self._as_json:
            encoded = msgspec.json.encode({"time": now, "level": level, "message": message} | values)
            line = encoded.decode("utf-8")
        else:
            line = f"{now} {level} {message} " + " ".join(f"{name}={value}" for name, value in values.items())
        # One call, so that the lines of several threads do not mix.
        sys.stderr.write(line + "\n")
