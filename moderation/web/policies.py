"""`/v1/sites/{site}/policy`: the comment rules of a site."""

from flask import Response, request

from moderation.errors import InvalidInput
from moderation.policy.values import Limit
from moderation.services import policies as service
from moderation.web.answering import answer, conditional
from moderation.web.describing import Access, Operation, described
from moderation.web.payloads import CorrectionPayload, PolicyPayload, PolicyVersions, SitePolicyAnswer
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
        "Set the policy, which goes before what footers say, or correct single clauses",
        tag="policies",
        access=Access.SITE_KEY,
        takes=(PolicyPayload,),
        gives=(SitePolicyAnswer,),
        problems=(400, 401, 403, 404, 413, 415, 422, 503),
    )
)
def set_policy(site: str) -> Response:
    """Set the policy, or correct clauses of it, and answer with its clauses."""
    payload, now = read_payload(PolicyPayload), utc_now()
    stated = None
    if payload.text is not None:
        origin = service.Origin(payload.source)
        stated = service.set_by_operator(deployment(), site, payload.text, now, origin=origin)
    if payload.corrections:
        kept = [_correction(item) for item in payload.corrections if not item.forget]
        forgotten = [(item.quote, item.category) for item in payload.corrections if item.forget]
        stated = service.correct(deployment(), site, kept, now, forgotten=forgotten)
    assert stated is not None
    return answer(policy_in_force(stated))


@policies.delete("/policy")
@described(
    Operation(
        "Withdraw the policy that was set, so that footers speak again",
        tag="policies",
        access=Access.SITE_KEY,
        status=204,
        query=(("source", "`operator`, or `page` for the site's rules page"),),
        problems=(400, 401, 403, 404, 503),
    )
)
def withdraw_policy(site: str) -> Response:
    """Take the operator's rules out of force."""
    source = request.args.get("source", service.Origin.OPERATOR.value)
    if source not in (service.Origin.OPERATOR, service.Origin.PAGE):
        raise InvalidInput(f"source must be operator or page, not {source[:40]!r}")
    service.withdraw(deployment(), site, service.Origin(source))
    return Response(status=204)


def _correction(item: CorrectionPayload) -> service.Correction:
    stated = item.limit
    limit = None if stated is None else Limit(stated.kind, stated.value, tuple(stated.languages))
    return service.Correction(item.quote, item.category, item.states, item.polarity, item.strength, limit)


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
    told = service.history(deployment(), site)
    return answer(PolicyVersions(versions=[policy_version(version, made) for version, made in told]))
