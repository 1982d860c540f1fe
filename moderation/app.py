"""Builds the application; the only module that knows every other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from moderation.metrics import Metrics
from moderation.services.deployment import open_deployment
from moderation.settings import Settings
from moderation.web import console, express, limiting, monitoring, paths, problems, serving, tracing
from moderation.web.articles import articles
from moderation.web.comments import comments
from moderation.web.compat import akismet, coral, openai, perspective
from moderation.web.health import health
from moderation.web.hooks import hooks
from moderation.web.intake import intake
from moderation.web.logs import Log
from moderation.web.memory import memory
from moderation.web.openapi import openapi
from moderation.web.pings import pings
from moderation.web.policies import policies
from moderation.web.reviews import reviews
from moderation.web.serving import Serving
from moderation.web.simulation import simulation
from moderation.web.site_settings import site_settings
from moderation.web.stateless import stateless

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_app(settings: Settings | None = None) -> Flask:
    """Return a WSGI application, mountable below any prefix.

    :param settings: what the environment says if not given.
    :raises InvalidSettings: naming every fault of the environment.
    """
    settings = Settings.from_environment() if settings is None else settings
    app = Flask("moderation", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    deployment = open_deployment(settings)
    limiter = limiting.limiter_of(deployment)
    parts = Serving(deployment, Metrics(), Log(settings), limiter)
    serving.register(app, parts)
    monitoring.register(parts)
    paths.register(app)
    problems.register(app)
    limiting.register(app, limiter)
    for routes in (
        stateless,
        articles,
        comments,
        reviews,
        policies,
        site_settings,
        simulation,
        memory,
        hooks,
        pings,
        intake,
        health,
        openapi,
    ):
        app.register_blueprint(routes)
    for api in (perspective, akismet, openai):
        api.register(app)
    app.register_blueprint(coral.coral)
    console.register(app)
    express.register(app, parts)
    tracing.register(app, parts)
    app.wsgi_app = paths.OriginForm(app.wsgi_app)  # type: ignore[method-assign]
    _trust_proxies(app, settings.trusted_proxies)
    return app


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            _below_both(app.wsgi_app), x_for=count, x_proto=count, x_host=count, x_port=count, x_prefix=count
        )


def _below_both(inner: "WSGIApplication") -> "WSGIApplication":
    """Put the prefix that a proxy took away before the one that the application is mounted at, not in its place."""

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        mount = environ["werkzeug.proxy_fix.orig"]["SCRIPT_NAME"] or ""
        prefix = environ.get("SCRIPT_NAME", "")
        if mount and prefix != mount:
            environ["SCRIPT_NAME"] = prefix.rstrip("/") + mount
        return inner(environ, start_response)

    return outer
