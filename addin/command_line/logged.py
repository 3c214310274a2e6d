"""The option `--log-level`, which every command has."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Final

import typer

from addin.logs import LogLevel, log_to_stderr

_OPTION: Final = Annotated[
    LogLevel | None, typer.Option("--log-level", help="Log what is done to stderr, from this level on.")
]


def logged(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the option."""

    @wraps(command)
    def run(*, log_level: LogLevel | None = None, **arguments: Any) -> None:  # noqa: ANN401 - whatever the command takes
        if log_level is not None:
            log_to_stderr(log_level)
        command(**arguments)

    own = signature(command, eval_str=True)
    option = Parameter("log_level", Parameter.KEYWORD_ONLY, default=None, annotation=_OPTION)
    run.__dict__["__signature__"] = Signature([*own.parameters.values(), option])
    # typer's older versions look here instead.
    run.__annotations__ = {**command.__annotations__, "log_level": _OPTION}
    return run
