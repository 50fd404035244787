"""The command `inbox-agent`. What is heavy is imported inside the commands: `--help` comes at once."""

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from inbox_agent import __version__
from inbox_agent.cli import files, operate, review, rules, training
from inbox_agent.errors import CatalogueError, ConfigError, InboxAgentError, RulesError

USAGE = 2  # exit code for a command line or a configuration that cannot be used

app = typer.Typer(
    help="The order clerk for a company's orders mailbox.",
    add_completion=False,
    rich_markup_mode=None,
)
for part in (operate, files, training):
    app.registered_commands.extend(part.app.registered_commands)
app.add_typer(review.app, name="review")
app.add_typer(rules.app, name="rules")


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
) -> None:
    """Taken out by ``main``, which allows it anywhere on the line."""


@app.command()
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Runs the command line; every error is one line on standard error (exit codes: 0 done, 1 something is wrong,
    2 usage or configuration)."""
    debug = "--debug" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--debug"]
    try:
        code = typer.main.get_command(app).main(words or ["--help"], "inbox-agent", standalone_mode=False)
    except TyperException as error:
        code = _say(f"{error.format_message().rstrip('.')} (see `inbox-agent --help`)", USAGE)
    except Abort:
        code = 130
    except BrokenPipeError:  # `inbox-agent orders | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except InboxAgentError as error:
        if debug:
            raise
        code = _say(str(error), USAGE if isinstance(error, ConfigError | RulesError | CatalogueError) else 1)
    except Exception as error:
        if debug:
            raise
        code = _say(f"unexpected {type(error).__name__}: {error} (with --debug: where)", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _say(words: str, code: int) -> int:
    print("inbox-agent:", " ".join(words.split()), file=sys.stderr)
    return code
