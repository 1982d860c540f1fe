"""gunicorn as a server of moderation:  gunicorn --config deploy/gunicorn.conf.py."""

import os

wsgi_app = "moderation.app:create_app()"
bind = os.environ.get("MODERATION_BIND", "127.0.0.1:8000")
# One process on SQLite; with PostgreSQL about one for each core.
workers = int(os.environ.get("MODERATION_WORKERS", "1"))
worker_class = "gthread"
threads = 4
# Longer than the longest work on one request, which reading a large page is.
timeout = 60
graceful_timeout = 30
keepalive = 5
# Workers that grow are replaced, not all at once.
max_requests = 50_000
max_requests_jitter = 5_000
# The heartbeat of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
# Identifiers may be whole addresses.
limit_request_line = 8190
# The application knows by MODERATION_TRUSTED_PROXIES whom to believe; the server must not guess.
forwarded_allow_ips = ""
# The application writes its own line for each request.
accesslog = None
