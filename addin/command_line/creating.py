"""`growthpole new`."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill, indent
from typing import Annotated, Final

import typer

from addin.catalogue import read_shipped, shipped_templates
from addin.errors import Place, UserError
from addin.package.saving import save_bytes

PURPOSES: Final[Mapping[str, tuple[str, str]]] = {
    "audit": ("printed figures that contradict the others", "filled by `growthpole audit -o`"),
    "functions": ("every function with its formula and examples", "filled by the button Functions of the add-in"),
    "localization": ("coefficients of localization by branch", "region, branch, year, output, industry"),
    "ranking": ("regions by one figure, with shares and bars", "region, value"),
    "rating": (
        "ratings of innovative susceptibility and activity",
        "region, year, grp, population, employed, investment, innovative_products, rd_costs, innovation_costs",
    ),
    "regions": (
        "a yearbook's ranking, trend and localization",
        "region, branch, year, grp, volume_index, grp_per_capita, rd_organisations, cl",
    ),
    "specialisation": ("coefficients of each region and branch in one table", "region, branch, value"),
    "trend": ("one figure over the years, with index and bars", "region, year, value"),
}
"""What each template of ours shows, and the columns of the data that it is filled from."""

_WIDTH: Final = 80
_MARGIN: Final = 16


def new(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The template's name; see --list.")] = None,
    language: Annotated[str, typer.Option("--language", metavar="LANGUAGE", help="en, ru or kk.")] = "en",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to make.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
) -> None:
    """Make a template workbook of ours, to fill or to draw further."""
    if show_list:
        for template in shipped_templates():
            shown, data = PURPOSES[template.name]
            typer.echo(f"{template.name:{_MARGIN}}{shown} ({', '.join(template.languages)})")
            typer.echo(indent(fill(data, _WIDTH - _MARGIN), " " * _MARGIN))
        return
    if name is None:
        raise typer.BadParameter("which template? `growthpole new --list` lists them")
    target = output or Path(f"{name}.xlsx")
    content = read_shipped(name, language)
    if target.is_file() and not force and target.read_bytes() != content:
        raise UserError("the file exists; give another name with -o, or replace it with --force", Place(str(target)))
    save_bytes(content, target)
    typer.echo(target)
