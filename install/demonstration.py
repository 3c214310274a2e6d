"""Fills our template with the figures of the paper, and shows the ranking.

Runs in the environment that was made, with what is installed there; the other modules here need the standard library
alone.
"""

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final, Literal

from openpyxl import load_workbook
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

from addin.command_line.application import application
from addin.errors import Place, UserError, UserErrors

WORKBOOKS: Final = Path(__file__).resolve().parent.parent / "workbooks"
PAPER: Final = WORKBOOKS / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
TEMPLATE: Final = WORKBOOKS / "templates" / "regions.en.xlsx"
SOURCE: Final = "Source: Kireyeva & Nurlanova (2014), The Formation of Innovative Clusters in Kazakhstan, Tables 1–4."
REGIONS: Final = 5
COLUMNS: Final[dict[int, Literal["left", "right"]]] = {0: "right", 1: "left", 2: "right", 3: "right", 5: "right"}

DECIMALS: Final = {0: 0}
"""Of the rank; all others have one."""


def demonstrate(folder: Path, console: Console) -> None:
    """Makes the workbooks in `folder` and tells what is in them. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("is no folder to write to ({reason})", Place(str(folder)), reason=error.strerror) from None
    ranked, audited = folder / "kazakhstan.xlsx", folder / "kazakhstan-audit.xlsx"
    commands = {
        ranked: ["fill", str(TEMPLATE), "--data", str(PAPER), "--set", f"source={SOURCE}"],
        audited: ["audit", str(PAPER)],
    }
    for target, command in track(commands.items(), "filling", console=console, transient=True):
        with redirect_stdout(StringIO()):
            application(command)([*command, "-o", str(target)], standalone_mode=False)
    console.print(ranking(ranked))
    for target in commands:
        console.print(str(target), soft_wrap=True, highlight=False)


def ranking(workbook: Path) -> Table:
    """The first regions of the filled ranking, with the headings of its sheet."""
    sheet = load_workbook(workbook, data_only=True)["Ranking"]
    rows = list(sheet.iter_rows(values_only=True))
    headings = next(row for row in rows if row[0] == "Rank")
    table = Table(title=str(rows[1][0]), box=SIMPLE_HEAD)
    for column, side in COLUMNS.items():
        table.add_column(str(headings[column]), justify=side, no_wrap=True)
    for row in [row for row in rows if isinstance(row[0], int)][:REGIONS]:
        table.add_row(*(_shown(row[column], DECIMALS.get(column, 1)) for column in COLUMNS))
    table.add_row("…")
    return table


def _shown(value: object, decimals: int) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}")


if __name__ == "__main__":
    try:
        demonstrate(Path(sys.argv[1]), Console())
    except (UserError, UserErrors) as mistake:
        sys.exit(str(mistake))
