"""`/v1/sites/{site}/simulate` and `/guarantee`: what other settings would do, and what may be promised."""

from flask import Response

from moderation.services import guarantees
from moderation.services.simulation import simulate
from moderation.services.simulation_lines import (
    GuaranteeAnswer,
    GuaranteeRequest,
    SimulateAnswer,
    SimulateRequest,
    guarantee_answer,
    simulation_answer,
)
from moderation.web.answering import answer
from moderation.web.describing import Access, Operation, described
from moderation.web.serving import deployment
from moderation.web.siteroutes import read_payload, site_routes

simulation = site_routes("simulation")


@simulation.post("/simulate")
@described(
    Operation(
        "Judge the last comments again under other settings or rules; nothing is stored",
        tag="settings",
        access=Access.SITE_KEY,
        takes=(SimulateRequest,),
        gives=(SimulateAnswer,),
        problems=(400, 401, 403, 413, 415, 422, 503),
    )
)
def simulate_site(site: str) -> Response:
    """Answer with what would have changed."""
    asked = read_payload(SimulateRequest)
    found = simulate(deployment(), site, settings=asked.settings, policy=asked.policy, last=asked.last)
    return answer(simulation_answer(found))


@simulation.post("/guarantee")
@described(
    Operation(
        "Compute from reviewed comments how far a machine may decide alone under a promised error rate",
        tag="settings",
        access=Access.SITE_KEY,
        takes=(GuaranteeRequest,),
        gives=(GuaranteeAnswer,),
        problems=(400, 401, 403, 413, 415, 422, 503),
    )
)
def guarantee_site(site: str) -> Response:
    """Answer with the thresholds and what they promise."""
    asked = read_payload(GuaranteeRequest)
    promise = asked.promise.promise() if asked.promise else guarantees.stated_promise(deployment(), site)
    computed = guarantees.from_site(deployment(), site, promise, last=asked.last)
    applied = guarantees.put_in_force(deployment(), site, computed) if asked.apply else None
    return answer(guarantee_answer(computed, applied))
