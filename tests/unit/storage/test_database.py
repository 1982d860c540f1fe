import pytest

from moderation.errors import StorageFault
from moderation.storage.database import Database, sqlite_warning


@pytest.mark.parametrize(
    "url",
    ["", "not an address", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "postgresql://host:port/name"],
)
def test_an_address_of_no_usable_database_is_refused(url):
    with pytest.raises(StorageFault):
        Database(url, wait_seconds=1)


@pytest.mark.parametrize(
    ("version", "warned"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 60, 0), False)],
)
def test_libraries_that_can_corrupt_are_warned_of(version, warned):
    assert (sqlite_warning(version) is not None) is warned
