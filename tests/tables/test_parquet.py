from io import BytesIO

import pytest

from addin.errors import UserError
from addin.tables.reading import read_tables


def test_parquet_is_read_like_any_table() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    content = BytesIO()
    columns = {"region": ["A", "B"], "year": [2012, 2012], "grp": [1.5, None]}
    parquet.write_table(pyarrow.table(columns), content)
    (table,) = read_tables(content.getvalue(), file_name="grp.parquet")
    assert dict(table.keys) == {"region": ["A", "B"], "year": [2012, 2012]}
    assert dict(table.columns) == {"grp": [1.5, None]}


def test_a_file_that_only_claims_to_be_parquet_is_refused() -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(UserError, match=r"grp\.parquet: this is not a Parquet file"):
        read_tables(b"PAR1 of a kind", file_name="grp.parquet")
