"""The unit of a column's figures: percent, what stands in its heading, else what holds for the whole table."""

from addin.tables.figures import Figure
from addin.tables.naming import unit_in_heading
from addin.tables.table import Table


def unit_of(table: Table, name: str) -> str | None:
    """The unit as the data write it, '%' for figures in percent; None where they say none."""
    if any(isinstance(value, Figure) and value.in_percent for value in table.columns[name]):
        return "%"
    return unit_in_heading(table.headers.get(name, "")) or table.unit or None
