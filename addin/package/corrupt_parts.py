"""Values in a part that can't be what they are, told with the part's name."""

from collections.abc import Iterator
from contextlib import contextmanager

from addin.errors import Place, UserError, cause_of


@contextmanager
def corrupt_part_as_error(part: str, place: Place) -> Iterator[None]:
    """Raises UserError, with the name of the part, where something within it can't be read as what it should be."""
    try:
        yield
    except (ValueError, LookupError, OverflowError) as error:
        raise UserError("the part {part} is damaged: {reason}", place, part=part, reason=cause_of(error)) from error
