"""What all tests share: the real programs they are run against, and what happens where one is missing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from addin.calculator.office import find_office
from addin.errors import UserError
from tests.libreoffice.office import LibreOffice
from tests.validator.validator import find_validator, validation_errors

REQUIRED = frozenset(filter(None, os.environ.get("GROWTHPOLE_REQUIRE", "").split(",")))
FIXTURE_OF = {"libreoffice": "libreoffice", "validator": "validate"}
QUICK = ("udfs", "tables", "template", "audit", "language")
"""The folders of tests that together take half a minute and need no other program."""
NOT_QUICK = ("test_last_digit.py", "test_whole_columns.py", "test_worksheet.py", "test_register.py")
"""Those among them that calculate much or start Pythons."""

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker, fixture in FIXTURE_OF.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)
        if item.path.relative_to(Path(__file__).parent).parts[0] in QUICK and item.path.name not in NOT_QUICK:
            item.add_marker("quick")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for program, missing in MISSING.items():
        reason = missing() if item.get_closest_marker(program) else None
        if reason and program in REQUIRED:
            pytest.fail(f"required: {reason}", pytrace=False)
        if reason:
            pytest.skip(reason)


def missing_office() -> str | None:
    try:
        find_office()
    except UserError as mistake:
        return str(mistake)
    return None


def missing_validator() -> str | None:
    return (
        None
        if find_validator()
        else "the Open XML SDK validator is not installed: run 'npm install' in tests/validator"
    )


MISSING = {"libreoffice": missing_office, "validator": missing_validator}


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[LibreOffice]:
    """A LibreOffice in whose cells our functions can be called; see `tests.libreoffice.office`."""
    with LibreOffice() as office:
        yield office


@pytest.fixture
def validate() -> Callable[[Path], list[str]]:
    """The errors that Microsoft's Open XML SDK validator finds in a workbook, one line each."""
    return validation_errors
