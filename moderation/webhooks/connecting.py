"""Connections to addresses that were checked before, each of them ended after a while whatever the far side does."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import SHUT_RDWR

from urllib3.connection import HTTPConnection, HTTPSConnection

from moderation.webhooks.addresses import Target

TIMEOUT_SECONDS = 15.0


@contextmanager
def connected(target: Target, address: str) -> Iterator[HTTPConnection]:
    """Give a connection to one address of a target, for one request."""
    connection = _connection(target, address)
    # A socket's timeout starts anew with each byte; the alarm ends an answer that merely trickles.
    alarm = threading.Timer(2 * TIMEOUT_SECONDS, _cut, args=(connection,))
    alarm.daemon = True
    alarm.start()
    try:
        yield connection
    finally:
        alarm.cancel()
        connection.close()


def _connection(target: Target, address: str) -> HTTPConnection:
    """Return a connection to the checked address, while certificate and name indication stay those of the host."""
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=TIMEOUT_SECONDS)
    return HTTPSConnection(
        address,
        target.port,
        timeout=TIMEOUT_SECONDS,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
    )


def _cut(connection: HTTPConnection) -> None:
    if connection.sock is None:
        return
    try:
        connection.sock.shutdown(SHUT_RDWR)
    except OSError:
        return
