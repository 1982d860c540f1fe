"""Where joblib's calls run: in processes of this machine, or on a Dask cluster that is there already."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from joblib import parallel_config

from moderation.errors import InvalidInput

CONNECT_SECONDS = 5


@contextmanager
def workers(jobs: int, scheduler: str | None = None) -> Iterator[None]:
    """Let every `joblib.Parallel` within run in so many processes, or on a cluster.

    :param jobs: processes; -1 takes every core. A cluster uses all its workers.
    :param scheduler: address of a Dask scheduler; its workers need this package in the same version.
    :raises InvalidInput: when the extra `dask` is not installed, or no scheduler answers at the address.
    """
    if scheduler is None:
        with parallel_config(n_jobs=jobs):
            yield
        return
    try:
        connect = import_module("distributed").Client
    except ImportError as error:
        raise InvalidInput("a cluster needs the extra: pip install 'moderation[dask]'") from error
    try:
        client = connect(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InvalidInput(f"no Dask scheduler answers at {scheduler!r}") from error
    with client, parallel_config(backend="dask", client=client, n_jobs=-1):
        yield
