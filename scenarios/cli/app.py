"""The application object, its options, and how failures are told."""

from __future__ import annotations

import errno
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

EXIT_FOUND = 1
EXIT_INPUT = 2
EXIT_NO_PLAN = 3
EXIT_UNCHECKED = 4
EXIT_INTERRUPTED = 5
EXIT_LEFT = 130

_ENVIRONMENT = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ENAMETOOLONG,
)


class Commands(TyperGroup):
    """Tells expected failures in one block on stderr; anything else is a bug with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (ValueError, RuntimeError, OSError) as error:
            told = _told(error)
            if told is None:
                raise
            code, text = told
            typer.echo(text, err=True)
            sys.exit(code)


def _told(error: Exception) -> tuple[int, str] | None:
    from inputs.errors import InputError
    from optimizer.errors import InfeasibleError, NoPlanInTimeError
    from scenarios.errors import InvalidScenario, UncheckedPlan

    if isinstance(error, InvalidScenario):
        lines = [f"  {single}" for single in error.errors]
        count = f"{len(lines)} mistakes" if len(lines) > 1 else "A mistake"
        return EXIT_INPUT, "\n".join([f"{count} in the scenario:", *lines])
    if isinstance(error, InputError):
        return EXIT_INPUT, f"Error: {error}"
    if isinstance(error, InfeasibleError):
        reasons = "".join(f"\n  {reason}" for reason in error.reasons)
        return EXIT_NO_PLAN, f"No plan meets every requirement:{reasons}"
    if isinstance(error, NoPlanInTimeError):
        return EXIT_NO_PLAN, f"No plan was found in time; give it more with --time. {error}"
    if isinstance(error, UncheckedPlan):
        return EXIT_UNCHECKED, f"Error: {error}"
    if isinstance(error, OSError) and error.errno in _ENVIRONMENT:
        return EXIT_INPUT, f"Error: {error.filename or ''}: {error.strerror}"
    return None


app = typer.Typer(
    name="aumaq",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Where to build schools and other places, in which order, under which budget.",
    epilog="Exit codes: 0 done; 1 a check found something; 2 bad input; 3 no plan; 4 plan failed "
    "its check; 5 interrupted, best plan kept; 130 left.",
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"aumaq {version('aumaq')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass
