"""`moderation demo`: the main job on a sample article, over real HTTP, printed for people."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import msgspec
import urllib3
from rich.console import Console
from werkzeug.serving import WSGIRequestHandler, make_server

from moderation.app import create_app
from moderation.article.layout import recognise
from moderation.article.values import InputFormat
from moderation.cli.opening import opened, utc_now
from moderation.cli.options import existing_file, read_page
from moderation.cli.report import make_console, print_decision, print_policy, print_separation
from moderation.errors import InvalidInput
from moderation.services import sites
from moderation.services.answers import read_decision, read_separation
from moderation.services.policyreader import parse_policy
from moderation.settings import Settings
from moderation.text.decoding import decode_page
from moderation.webhooks.signature import signed_headers

SITE = "demo"
ARTICLE_ID = "article-1"
DATA = files("moderation.cli.data")


@dataclass(frozen=True, slots=True)
class Client:
    """A CMS that speaks to the service: signed webhooks in, API calls for the rest."""

    address: str
    webhook_secret: str
    api_key: str
    http: urllib3.PoolManager

    def send(self, event: str, data: dict[str, Any], message_id: str) -> dict[str, Any]:
        """Send a signed webhook and return the answer.

        :raises InvalidInput: when the service refuses it.
        """
        now = utc_now()
        body = json.dumps({"type": event, "timestamp": now.isoformat(), "data": data}).encode()
        signature = signed_headers(message_id, now, body, [self.webhook_secret])
        headers = {"content-type": "application/json", **signature}
        return self._answer("POST", f"/hooks/{SITE}/standard", body=body, headers=headers)

    def get(self, path: str) -> dict[str, Any]:
        """Return the answer to an API call."""
        return self._answer("GET", path, headers={"authorization": f"Bearer {self.api_key}"})

    def _answer(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        response = self.http.request(method, self.address + path, retries=False, timeout=30, **request)
        answer: dict[str, Any] = response.json()
        if response.status != 200:
            raise InvalidInput(f"the service answers {response.status}: {answer.get('detail', answer)}")
        return answer


@click.command()
@click.option("--article", "article_file", type=existing_file, help="An article of yours: HTML or plain text.")
@click.option("--comments", "comments_file", type=existing_file, help="Comments of yours, one a line.")
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help="Keep the report as an SVG picture too."
)
def demo(*, article_file: Path | None, comments_file: Path | None, picture: Path | None) -> None:
    """Run the main job: an article and comments by signed webhook, and what the service makes of them."""
    console = make_console(record=picture is not None)
    with TemporaryDirectory(prefix="moderation-demo-") as folder, _running(Path(folder)) as client:
        page = decode_page(read_page(article_file)) if article_file else (DATA / "article.de.html").read_text("utf-8")
        field = "html" if recognise(page) is InputFormat.HTML else "text"
        client.send("article.published", {"id": ARTICLE_ID, field: page}, "message-article")
        _show_article(client, console)
        _show_comments(client, console, _comments(article_file, comments_file))
        _show_queue(client, console)
    if picture:
        picture.write_text(_without_web_fonts(console.export_svg(title="moderation demo")), "utf-8")


def _without_web_fonts(svg: str) -> str:
    """Return the picture with the viewer's own monospaced font, so that it asks nobody for one."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


@contextmanager
def _running(folder: Path) -> Iterator[Client]:
    """Start the service on an embedded database of its own, with one site."""
    # The report is what a person wants to see here, not a line for each request.
    environment = {"MODERATION_DATA_DIR": str(folder), "MODERATION_LOG_FORMAT": "none"}
    settings = Settings.from_environment(environment)
    app = create_app(settings)
    with opened(settings) as deployment:
        credentials = sites.add_site(deployment, SITE, language="de", deliver_to=None, now=utc_now())
    with make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield Client(address, credentials.webhook_secret, credentials.api_key, urllib3.PoolManager())
        server.shutdown()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Leave the terminal to the report."""


def _comments(article_file: Path | None, comments_file: Path | None) -> list[dict[str, str]]:
    if comments_file:
        lines = decode_page(read_page(comments_file)).splitlines()
        return [{"author": f"Leser {number}", "comment": line} for number, line in enumerate(lines, 1) if line.strip()]
    name = "any-article.de.json" if article_file else "comments.de.json"
    return msgspec.json.decode((DATA / name).read_bytes(), type=list[dict[str, str]])


def _show_article(client: Client, console: Console) -> None:
    stored = client.get(f"/v1/sites/{SITE}/articles/{ARTICLE_ID}")
    separation = read_separation(stored)
    console.rule("[bold]1  The article, separated", align="left")
    print_separation(separation, console)
    console.rule("[bold]2  The comment rules, as read", align="left")
    if separation.policy_notice:
        print_policy(parse_policy(separation.policy_notice), console)
    else:
        console.print("no comment rules stand in this article: every comment is held for a person")


def _show_comments(client: Client, console: Console, comments: list[dict[str, str]]) -> None:
    console.rule("[bold]3  The comments, judged by these rules", align="left")
    for number, comment in enumerate(comments, 1):
        data = {
            "id": f"comment-{number}",
            "article_id": ARTICLE_ID,
            "comment": comment["comment"],
            "author_name": comment["author"],
        }
        answer = client.send("comment.created", data, f"message-{number}")
        print_decision(comment["comment"], read_decision(answer), console)
        console.print()


def _show_queue(client: Client, console: Console) -> None:
    queue = client.get(f"/v1/sites/{SITE}/queue")
    console.rule(f"[bold]4  {len(queue['items'])} comments wait for a moderator", align="left")
    console.print(
        "Try it on your own article: [bold]make demo ARTICLE=path[/]. Start the service: [bold]make serve[/]."
    )
