"""`/v1/sites/{site}/policy`: the comment rules of a site."""

from flask import Response, request

from moderation.services import policies as service
from moderation.web.answering import answer, conditional
from moderation.web.describing import Access, Operation, described
from moderation.web.payloads import PolicyPayload, PolicyVersions, SitePolicyAnswer
from moderation.web.serving import deployment, utc_now
from moderation.web.siteroutes import read_payload, site_routes
from moderation.web.stored import policy_in_force, policy_version

policies = site_routes("policies")


@policies.get("/policy")
@described(
    Operation(
        "Return the policy in force, with its clauses",
        tag="policies",
        access=Access.SITE_KEY,
        gives=(SitePolicyAnswer,),
        problems=(401, 403, 404),
    )
)
def show_policy(site: str) -> Response:
    """Answer with the policy in force."""
    given = policy_in_force(service.in_force(deployment(), site))
    return conditional(given, f"{given.source}-{given.version}", request)


@policies.put("/policy")
@described(
    Operation(
        "Set the policy; it goes before what footers say",
        tag="policies",
        access=Access.SITE_KEY,
        takes=(PolicyPayload,),
        gives=(SitePolicyAnswer,),
        problems=(400, 401, 403, 413, 415, 422, 503),
    )
)
def set_policy(site: str) -> Response:
    """Set the policy and answer with its clauses."""
    payload = read_payload(PolicyPayload)
    return answer(policy_in_force(service.set_by_operator(deployment(), site, payload.text, utc_now())))


@policies.get("/policy/versions")
@described(
    Operation(
        "List every wording that was in force",
        tag="policies",
        access=Access.SITE_KEY,
        gives=(PolicyVersions,),
        problems=(401, 403),
    )
)
def list_versions(site: str) -> Response:
    """Answer with the history of the policy."""
    return answer(PolicyVersions(versions=[policy_version(each) for each in service.versions(deployment(), site)]))
