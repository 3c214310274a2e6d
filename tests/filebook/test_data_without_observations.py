"""Data of headings alone: blocks close up, and figures asked for elsewhere are blank."""

from typing import Any


def test_without_observations_lists_and_looked_up_figures_are_blank(filled: Any) -> None:
    """Whatever asks for figures outside of the block that closes up, or beside columns without labels."""
    cells = {
        "A1": "of {{ year }}",
        "B1": "{{ grp | sum }}",
        "C1": "{{ grp | max }}",
        "D1": "{{ grp | mean | round(1) }}",
        "E1": "{{ grp | first }}",
        "F1": "{{ grp.at(2008) }}",
        "G1": "{{ nation.grp }}",
        "H1": "{{ grp | count }}",
        "I1": "{{ HHI(grp) }}",
        "J1": "{{ region | join }}",
        "A2": "Region",
        "B2": "{{ year | right }}",
        "C2": "Sum",
        "A3": '{{ region | down(where="grp > 0", sort="-grp", top=3) }}',
        "B3": "{{ grp }}",
        "C3": "{{ grp | sum }}",
        "A4": "End",
    }
    rows = filled(cells, "nothing", {"nation": "Kazakhstan"})
    assert [row[0] for row in rows] == ["of ", "Region", "End"]
    assert [value for value in rows[0][1:] if value not in (None, "#NUM!", "#DIV/0!", "#VALUE!")] == [0]
