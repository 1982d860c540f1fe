"""The command `moderation`: a table of commands, each loaded when it is called."""

import sys
from importlib import import_module
from typing import ClassVar

import click

from moderation.errors import ModerationError
from moderation.version import VERSION


class LazyGroup(click.Group):
    """A group whose commands are imported on use, so that `moderation --help` stays quick."""

    homes: ClassVar[dict[str, str]] = {
        "check": "moderation.cli.check",
        "database": "moderation.cli.database",
        "deliver": "moderation.cli.deliver",
        "deliveries": "moderation.cli.deliveries",
        "demo": "moderation.cli.demo",
        "guarantee": "moderation.cli.guarantee",
        "intake": "moderation.cli.intake",
        "models": "moderation.cli.models",
        "policy": "moderation.cli.policy",
        "pull": "moderation.cli.pull",
        "rescreen": "moderation.cli.rescreen",
        "screen": "moderation.cli.screen",
        "separate": "moderation.cli.separate",
        "serve": "moderation.cli.serve",
        "simulate": "moderation.cli.simulate",
        "sites": "moderation.cli.sites",
        "users": "moderation.cli.users",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands by name."""
        return sorted(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command; None when there is none of this name."""
        home = self.homes.get(cmd_name)
        command = home and getattr(import_module(home), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyGroup)
@click.version_option(VERSION, prog_name="moderation")
def moderation() -> None:
    """Moderate reader comments by the publisher's own rules."""


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and exit status 1."""
    try:
        moderation(prog_name="moderation")
    except ModerationError as error:
        click.echo(f"moderation: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has seen enough. Closing here keeps Python from complaining at exit.
        sys.stderr.close()
        sys.exit(141)
