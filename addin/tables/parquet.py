"""Parquet files as grids, where pyarrow is installed."""

from io import BytesIO
from pathlib import PurePath

from addin.errors import Place, UserError, cause_of
from addin.tables.grid import Grid


def read_parquet(content: bytes, place: Place) -> Grid:
    """The grid of a Parquet file, its column names in the first row. Raises UserError where it can't be read."""
    try:
        from pyarrow import ArrowException, parquet  # type: ignore[import-untyped]
    except ImportError:
        raise UserError("reading Parquet needs pyarrow: pip install 'growthpole[parquet]'", place) from None
    try:
        table = parquet.read_table(BytesIO(content))
    except (ArrowException, OSError) as error:
        message = "this is not a Parquet file that can be read: {reason}"
        raise UserError(message, place, reason=cause_of(error)) from error
    columns = [column.to_pylist() for column in table.columns]
    rows = [list(table.column_names), *map(list, zip(*columns, strict=True))]
    return Grid(PurePath(place.file or "data").stem, place, rows, whole=True)
