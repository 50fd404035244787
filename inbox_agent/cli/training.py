"""Commands that measure: evaluate."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_agent.cli.options import AsJson, print_json

app = typer.Typer()


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Labelled mail: a business, or a folder of several.")],
    part: Annotated[
        str | None, typer.Option("--part", metavar="NAME", help="Only this part of DIR/split.toml.")
    ] = None,
    tags: Annotated[bool, typer.Option("--tags", help="A row for each tag too.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="Each miss, beside its mail.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well labelled mail is understood: lines, fields, decisions; by business, language and tag."""
    from rich.console import Console

    from inbox_agent.training import labelled, report
    from inbox_agent.training.evaluation import evaluate as measured

    scores = [score for business in labelled.load(folder, part) for score in measured(business)]
    if errors:
        for miss in report.misses(scores):
            print(miss, end="\n\n")
    if as_json:
        print_json(report.as_json(scores))
    else:
        console = Console()
        report.show(scores, console if console.is_terminal else Console(width=240), tags)
