"""Which labels a block has, in which order, and what is taken together of those that it does not show."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import table


@pytest.mark.parametrize(
    ("options", "regions"),
    [
        ('sort="-grp"', ["Almaty", "Akmola", "Aktobe", "Atyrau"]),
        ('sort="region"', ["Akmola", "Aktobe", "Almaty", "Atyrau"]),
        ('sort="-region"', ["Atyrau", "Almaty", "Aktobe", "Akmola"]),
        ('sort="rd.at(2008) > 2, -region"', ["Atyrau", "Almaty", "Aktobe", "Akmola"]),
        ('sort="-(rd > 4), -rd.at(2008), region"', ["Akmola", "Aktobe", "Almaty", "Atyrau"]),
        ('sort="grp.at(2010)"', ["Aktobe", "Akmola", "Atyrau", "Almaty"]),
        ("top=2", ["Akmola", "Aktobe"]),
        ('sort="-grp", top=2', ["Almaty", "Akmola"]),
        ('where="grp > 20"', ["Akmola", "Almaty"]),
        ('where="20 <= grp < 60"', ["Akmola", "Aktobe"]),
        ("where=\"region in ('Almaty', 'aktobe')\"", ["Aktobe", "Almaty"]),
        ("where=\"'at' in region\"", ["Almaty", "Atyrau"]),
        ("top='2'", ["Akmola", "Aktobe"]),
        ("where=\"region != 'Aktobe'\", top=2", ["Akmola", "Almaty"]),
    ],
)
def test_labels_are_sorted_chosen_and_cut(filled: Any, options: str, regions: list[str]) -> None:
    rows = filled({"A1": f"{{{{ region | down({options}) }}}}"})
    assert [row[0] for row in rows] == regions


def test_texts_are_sorted_by_the_kazakh_alphabet() -> None:
    names = [
        "Шымкент",
        "Қарағанды",
        "Атырау",
        "Ырғыз",
        "Ақтөбе",
        "Алматы",
        "Ёлкино",
        "Жезқазған",
        "Ұзынағаш",
        "Уральск",
    ]
    data = table({"region": names}, {"grp": [1.0] * len(names)})
    content = fill_bytes(draw({"A1": '{{ region | down(sort="region") }}'}), Source(dataset([data]), {}))
    found = [row[0] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]
    assert found == sorted(
        names, key="Ақтөбе Алматы Атырау Ёлкино Жезқазған Қарағанды Уральск Ұзынағаш Шымкент Ырғыз".index
    )


def test_a_well_known_axis_may_be_named_in_russian_or_kazakh(filled: Any) -> None:
    cells = {"B1": "{{ год | right(sort='-жыл') }}", "A2": "{{ Область | down(top=1) }}", "B2": "{{ rd }}"}
    assert filled(cells) == [[None, 2012, 2010, 2008], ["Akmola", 5, 3, 4]]
    assert filled({"A1": "{{ rd.at(год=2008, өңір='Aktobe') }}"}) == [[3]]


def test_a_label_may_be_written_as_people_write_it(filled: Any) -> None:
    cells = {"A1": "{{ rd.at('2008', 'Aktobe*') }}", "B1": "{{ rd.at(region=' Аktobe', year=2012) }}"}
    assert filled(cells) == [[3, 2]]


def test_a_line_of_an_outer_block_takes_its_inner_labels_together(filled: Any) -> None:
    cells = {
        "A1": "{{ branch | down(rows=2, sort='output | sum') }}",
        "B1": "{{ output | sum }}",
        "C1": "{{ (output * 2) | max }}",
        "D1": "{{ region | count }}: {{ region | join }}",
        "E1": "{{ HHI(output) }}",
        "A2": "{{ region | down }}",
        "B2": "{{ output }}",
        "C2": "{{ output / (output | sum) * 100 }}",
    }
    assert filled(cells, "branches") == [
        ["Farming", 5, 6, "2: Akmola, Almaty", pytest.approx(13 / 25)],
        ["Akmola", 3, 60, None, None],
        ["Almaty", 2, 40, None, None],
        ["Mining", 21, 18, "3: Akmola, Aktobe, Atyrau", pytest.approx(155 / 441)],
        ["Akmola", 5, pytest.approx(500 / 21), None, None],
        ["Aktobe", 7, pytest.approx(700 / 21), None, None],
        ["Atyrau", 9, pytest.approx(900 / 21), None, None],
    ]


def test_a_sum_over_an_axis_outside_of_the_block_chooses_its_lines_too(filled: Any) -> None:
    cells = {"A1": "{{ year | down(where='rd | sum > 10', sort='-(rd | sum)') }}", "B1": "{{ rd | sum }}"}
    assert filled(cells) == [[2012, 14], [2010, 12]]
    assert filled({"A1": "{{ year | right }}", "A2": "{{ rd | sum }}"}) == [[2008, 2010, 2012], [10, 12, 14]]


def test_each_column_and_each_line_may_take_another_label(filled: Any) -> None:
    cells = {"B1": "{{ year | right }}", "A2": "{{ region | down }}", "B2": "{{ rd / rd.at(year - 2) * 100 }}"}
    assert filled({**cells, "A3": "Total", "B3": "{{ nation.rd.at(year=year - 2) }}"}) == [
        [None, 2008, 2010, 2012],
        ["Akmola", None, 75, pytest.approx(500 / 3)],
        ["Aktobe", None, pytest.approx(500 / 3), 40],
        ["Almaty", None, 100, 150],
        ["Atyrau", None, 200, 200],
        ["Total", None, 10, 12],
    ]
    cells = {"A1": "{{ year | down(where='year > 2008') }}", "B1": "{{ rd.at(year - 2, 'Akmola') }}"}
    assert filled(cells) == [[2010, 4], [2012, 3]]
    assert filled({**cells, "A1": "{{ year | down(top=1) }}"}) == [[2008, None]]
