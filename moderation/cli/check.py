"""`moderation check`: what is wrong with configuration, database and models, and how to mend it."""

import sys

import click

from moderation.errors import InvalidSettings
from moderation.services.health import Finding, Severity, examine
from moderation.settings import Settings

SIGNS = {Severity.FINE: "ok     ", Severity.WARNING: "warning", Severity.FAULT: "fault  "}


@click.command()
def check() -> None:
    """Say what is wrong and how to mend it; exit 1 when the service could not work."""
    try:
        findings = examine(Settings.from_environment())
    except InvalidSettings as error:
        findings = [Finding(Severity.FAULT, "settings", fault) for fault in error.faults]
    for finding in findings:
        click.echo(f"{SIGNS[finding.severity]}  {finding.subject}: {finding.detail}")
        if finding.remedy:
            click.echo(f"         → {finding.remedy}")
    if any(finding.severity is Severity.FAULT for finding in findings):
        sys.exit(1)
