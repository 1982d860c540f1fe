"""What clients have asked for in the current window of time, counted for all workers."""

from sqlalchemy import case, delete, func, text
from sqlalchemy.dialects.postgresql import insert

from moderation.storage.database import Database
from moderation.storage.faults import translated
from moderation.storage.tables import RateLimitRow


def count_up(database: Database, client: str, began_at: int, number: int) -> int:
    """Count requests of a client; return how many it has in this window, with them. PostgreSQL alone.

    Nothing that is remembered of the database changes by it, so that it goes past `Database.write`.

    :param began_at: when the window began, in seconds since 1970; a clock that is behind counts in the newest.
    """
    stated = insert(RateLimitRow).values(client=client, began_at=began_at, used=number)
    goes_on = RateLimitRow.began_at >= stated.excluded.began_at
    changed = stated.on_conflict_do_update(
        index_elements=[RateLimitRow.client],
        set_={
            "used": case((goes_on, RateLimitRow.used + stated.excluded.used), else_=stated.excluded.used),
            "began_at": func.greatest(RateLimitRow.began_at, stated.excluded.began_at),
        },
    ).returning(RateLimitRow.used)
    with translated(), database.engine.begin() as connection:
        # A count that a crash loses does no harm, and a request does not wait for a disk.
        connection.execute(text("SET LOCAL synchronous_commit TO off"))
        return int(connection.execute(changed).scalar_one())


def forget_before(database: Database, began_at: int) -> None:
    """Forget who asked for something in windows before this one. PostgreSQL alone."""
    with translated(), database.engine.begin() as connection:
        connection.execute(delete(RateLimitRow).where(RateLimitRow.began_at < began_at))
