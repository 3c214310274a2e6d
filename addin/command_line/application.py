"""The application that the commands belong to."""

import typer

from addin.command_line import addin, auditing, batching, creating, evaluating, filling, functions

application = typer.Typer(
    name="growthpole",
    help="Regional specialisation and growth-pole statistics: template workbooks filled, figures checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

application.command("fill")(filling.fill)
application.command("check")(filling.check)
application.command("eval")(evaluating.evaluate)
application.command("new")(creating.new)
application.command("functions")(functions.functions)
application.command("audit")(auditing.audit)
application.command("batch")(batching.batch)
application.add_typer(addin.commands, name="addin")
