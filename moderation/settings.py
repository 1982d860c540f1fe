"""What an operator can set: read once from the environment, frozen, complete."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moderation.errors import InvalidSettings

LOG_FORMATS = ("text", "json", "none")
REQUIRE_KEY = ("sites", "all")
PACKAGE = Path(__file__).parent
NEVER_HOLD = 1.01
_DIGEST = re.compile(r"[0-9a-f]{64}")


def shipped_models() -> Path:
    """Return the folder of the models that travel with the program, in a wheel or in a checkout."""
    inside_the_wheel = PACKAGE / "shipped_models"
    return inside_the_wheel if inside_the_wheel.is_dir() else PACKAGE.parent / "models"


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many requests one client may make, in how many seconds."""

    requests: int
    seconds: int


@dataclass(frozen=True, slots=True)
class PinnedEstimator:
    """An estimator of the operator's own that may be opened, because it is the very file that was pinned.

    :ivar hold: its score from which a comment is held; above one it only orders what others show.
    """

    path: Path
    sha256: str
    hold: float = NEVER_HOLD


# Beyond what one process can answer: an operator sets what suits the site.
GENEROUS = RateLimit(600_000, 60)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration of one application.

    :ivar secret_key: key of pseudonyms and of secrets at rest; empty means one is made and kept in `data_dir`.
    :ivar trusted_proxies: number of reverse proxies whose X-Forwarded-* headers are believed.
    :ivar log_format: of the lines per request; `none` leaves them to the server in front.
    :ivar require_key: `sites` leaves the stateless routes open, `all` asks for a site's key there too.
    :ivar rate_limit: for each client of the API and in each process; None for no limit.
    :ivar metrics_token: bearer token of `/metrics`; empty answers direct requests of the same host alone.
    :ivar trusted_estimator: of the operator's own; None, as without the setting, opens none.
    """

    data_dir: Path
    database_url: str
    models_dir: Path
    secret_key: str = ""
    trusted_proxies: int = 0
    log_format: str = "text"
    max_body_bytes: int = 8_000_000
    database_wait_seconds: float = 5.0
    allow_private_targets: bool = False
    require_key: str = "sites"
    metrics_token: str = ""
    rate_limit: RateLimit | None = GENEROUS
    trusted_estimator: PinnedEstimator | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the `MODERATION_…` variables.

        :raises InvalidSettings: naming every fault, not only the first.
        """
        env = os.environ if environment is None else environment
        faults: list[str] = []
        data_dir = Path(env.get("MODERATION_DATA_DIR") or "var")
        proxies = _count(env, "MODERATION_TRUSTED_PROXIES", 0, faults)
        log_format = env.get("MODERATION_LOG_FORMAT") or "text"
        if log_format not in LOG_FORMATS:
            faults.append(f"MODERATION_LOG_FORMAT must be one of {', '.join(LOG_FORMATS)}, not {log_format!r}")
        secret_key = env.get("MODERATION_SECRET_KEY", "")
        if secret_key and len(secret_key) < 16:
            faults.append("MODERATION_SECRET_KEY must have at least 16 characters")
        max_body = _count(env, "MODERATION_MAX_BODY_BYTES", 8_000_000, faults)
        private = env.get("MODERATION_ALLOW_PRIVATE_TARGETS", "")
        if private not in ("", "0", "1"):
            faults.append(f"MODERATION_ALLOW_PRIVATE_TARGETS must be 0 or 1, not {private!r}")
        require_key = env.get("MODERATION_REQUIRE_KEY") or "sites"
        if require_key not in REQUIRE_KEY:
            faults.append(f"MODERATION_REQUIRE_KEY must be one of {', '.join(REQUIRE_KEY)}, not {require_key!r}")
        metrics_token = env.get("MODERATION_METRICS_TOKEN", "")
        if metrics_token and len(metrics_token) < 16:
            faults.append("MODERATION_METRICS_TOKEN must have at least 16 characters")
        rate_limit = _rate_limit(env, faults)
        estimator = _estimator(env, faults)
        if faults:
            raise InvalidSettings(faults)
        return cls(
            data_dir=data_dir,
            database_url=env.get("MODERATION_DATABASE_URL") or f"sqlite:///{data_dir / 'moderation.sqlite3'}",
            models_dir=Path(env.get("MODERATION_MODELS_DIR") or shipped_models()),
            secret_key=secret_key,
            trusted_proxies=proxies,
            log_format=log_format,
            max_body_bytes=max_body,
            allow_private_targets=private == "1",
            require_key=require_key,
            metrics_token=metrics_token,
            rate_limit=rate_limit,
            trusted_estimator=estimator,
        )


def _count(env: Mapping[str, str], name: str, default: int, faults: list[str]) -> int:
    stated = env.get(name) or str(default)
    if stated.isascii() and stated.isdigit() and len(stated) < 12:
        return int(stated)
    faults.append(f"{name} must be a whole number of zero or more, not {stated!r}")
    return default


def _rate_limit(env: Mapping[str, str], faults: list[str]) -> RateLimit | None:
    stated = env.get("MODERATION_RATE_LIMIT") or f"{GENEROUS.requests}/{GENEROUS.seconds}"
    if stated == "none":
        return None
    requests, _, seconds = stated.partition("/")
    numbers = [int(part) for part in (requests, seconds) if part.isascii() and part.isdigit() and len(part) < 10]
    if len(numbers) == 2 and min(numbers) > 0:
        return RateLimit(numbers[0], numbers[1])
    faults.append(f"MODERATION_RATE_LIMIT must be REQUESTS/SECONDS or none, not {stated!r}")
    return None


def _estimator(env: Mapping[str, str], faults: list[str]) -> PinnedEstimator | None:
    stated, hold = env.get("MODERATION_TRUSTED_ESTIMATOR", ""), env.get("MODERATION_TRUSTED_ESTIMATOR_HOLD", "")
    if hold and not re.fullmatch(r"0\.[0-9]{1,6}|1\.0{1,6}", hold):
        faults.append(f"MODERATION_TRUSTED_ESTIMATOR_HOLD must be a score such as 0.9, not {hold!r}")
        return None
    if not stated:
        return None
    path, _, digest = stated.rpartition("@")
    if not path or not _DIGEST.fullmatch(digest.lower()):
        faults.append("MODERATION_TRUSTED_ESTIMATOR must be PATH@SHA256, the digest in 64 hexadecimal digits")
        return None
    return PinnedEstimator(Path(path), digest.lower(), float(hold) if hold else NEVER_HOLD)
