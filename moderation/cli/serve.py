"""`moderation serve`: one process for development, on an embedded database."""

import click
from werkzeug.serving import make_server

from moderation.app import create_app
from moderation.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
def serve(*, host: str, port: int) -> None:
    """Serve for development; production runs `wsgi.py` under a WSGI server."""
    app = create_app(Settings.from_environment())
    with make_server(host, port, app, threaded=True) as server:
        address = f"http://{host}:{server.server_port}"
        click.echo(f"service         {address}/v1/")
        click.echo(f"review console  {address}/review/")
        click.echo(f"API             {address}/openapi.json")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")
