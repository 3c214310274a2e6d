"""Everything a template may hold comes out of a filling: nothing lost, nothing broken."""

from pathlib import Path
from typing import Any

import pytest

from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill, load_source
from tests.package.comparer import compare
from tests.package.corpus import FEATURES, feature_workbook, suffix_of
from tests.package.lint import faults

UNREADABLE_DATA = "strict namespaces"


def filled_feature(name: str) -> tuple[bytes, bytes]:
    """A workbook of the corpus and its filling."""
    content = feature_workbook(name)
    template = read_template(content, Place(f"{name}.xlsx"))
    source = read_template(feature_workbook("plain")) if name == UNREADABLE_DATA else template
    return content, fill(template, load_source(source)).write()


@pytest.mark.parametrize("name", FEATURES)
def test_nothing_of_a_template_is_lost_and_no_fault_comes_in(name: str) -> None:
    template, filled = filled_feature(name)
    assert compare(template, filled).lost == ()
    assert set(faults(filled)) <= set(faults(template))


@pytest.mark.parametrize("name", FEATURES)
def test_microsofts_validator_finds_nothing_that_the_template_had_not(name: str, validate: Any, tmp_path: Path) -> None:
    template, filled = filled_feature(name)
    found = []
    for kind, content in (("template", template), ("filled", filled)):
        path = tmp_path / f"{kind}{suffix_of(name)}"
        path.write_bytes(content)
        found.append(validate(path))
    new = [error for error in found[1] if error.partition(": ")[2] not in {old.partition(": ")[2] for old in found[0]}]
    assert new == []


def test_a_filling_with_nothing_to_fill_returns_an_equal_package() -> None:
    template = read_template(feature_workbook("plain"))
    plain = fill(template, load_source(template)).write()
    again = read_template(plain)
    assert fill(again, load_source(again)).write() == plain
