"""`/v1/sites/{site}/settings`: what a site sets for itself."""

from flask import Response

from moderation.services import site_settings as service
from moderation.services.site_settings import SiteSettings
from moderation.web.answering import answer
from moderation.web.describing import Access, Operation, described
from moderation.web.serving import deployment
from moderation.web.siteroutes import read_payload, site_routes

site_settings = site_routes("site_settings")


@site_settings.get("/settings")
@described(
    Operation(
        "Return the settings that differ from their defaults",
        tag="settings",
        access=Access.SITE_KEY,
        gives=(SiteSettings,),
        problems=(401, 403),
    )
)
def show_settings(site: str) -> Response:
    """Answer with the site's settings."""
    return answer(service.show_settings(deployment(), site))


@site_settings.put("/settings")
@described(
    Operation(
        "Replace the settings; what is left out goes back to its default",
        tag="settings",
        access=Access.SITE_KEY,
        takes=(SiteSettings,),
        gives=(SiteSettings,),
        problems=(400, 401, 403, 413, 415, 422, 503),
    )
)
def change_settings(site: str) -> Response:
    """Store the settings and answer with them."""
    return answer(service.change_settings(deployment(), site, read_payload(SiteSettings)))
