"""Sheets that would have more rows or columns than Excel's once they are filled."""

from collections.abc import Iterator
from typing import Final

from addin.errors import Message, Place, UserError
from addin.filebook.template import FileTemplate
from addin.references.growth import COLUMNS, ROWS, added, count_copies
from addin.template.blocks import address
from addin.template.plan import Plan, SheetPlan

MOST_LINKS: Final = 65_530
_MESSAGE: Final = "{count} {lines} after filling; a sheet has {most}"


def beyond_limits(template: FileTemplate, plan: Plan) -> Iterator[UserError]:
    """The sheets whose last cells would be pushed off the sheet; those without content may be."""
    for sheet in plan.sheets:
        last_row, last_column = template.source(sheet.source).last_content
        rows, columns = last_row + added(sheet.growth.rows), last_column + added(sheet.growth.columns)
        if rows > ROWS:
            yield UserError(_MESSAGE, Place(sheet=sheet.source), count=rows, lines=Message("rows"), most=ROWS)
        if columns > COLUMNS:
            yield UserError(_MESSAGE, Place(sheet=sheet.source), count=columns, lines=Message("columns"), most=COLUMNS)
        yield from _links_beyond_limit(template, sheet)


def _links_beyond_limit(template: FileTemplate, sheet: SheetPlan) -> Iterator[UserError]:
    """The links that come to be more than Excel reads on a sheet; of more it repairs them all away."""
    count = 0
    for row, column in template.source(sheet.source).links:
        count += count_copies(sheet.growth.rows, row) * count_copies(sheet.growth.columns, column)
        if count > MOST_LINKS:
            message = "{count} links after filling; a sheet has {most}: put =HYPERLINK() into the cell instead"
            yield UserError(
                message, Place(sheet=sheet.source, cell=address((row, column))), count=count, most=MOST_LINKS
            )
            return
