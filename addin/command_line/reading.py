"""`growthpole read`."""

from pathlib import Path
from typing import Annotated

import typer

from addin.command_line.filling import Force, Settings, read_assignments
from addin.command_line.speaking import LanguageOption, speaking
from addin.language import Language
from addin.package.marks import mark_of
from addin.package.saving import check_target
from addin.summary.lines import lines
from addin.summary.reading import read_together
from addin.summary.tidy import check_suffix, save_tidy


def read(
    data: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files of data, read together as for a template.")],
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The only sheet or Excel table to read.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The figures in a tidy .csv, .xlsx or .parquet file."),
    ] = None,
    settings: Settings = None,
    force: Force = False,
    language: LanguageOption = Language.ENGLISH,
) -> None:
    """Show what is understood of files of data.

    Tables, axes, units, totals, signs, what is changed and what is left out.

    With -o the figures are saved with unit, flag and the cell that each came from.
    """
    given = read_assignments(settings)
    with speaking(language):
        if output is not None:
            check_suffix(output)
            check_target(output, data, mark_of("read", *data), force=force)
        reading = read_together(data, given, sheet)
        for line in lines(reading):
            typer.echo(line.text(language))
        if output is not None:
            save_tidy(reading.data, output, data)
            typer.echo(output)
