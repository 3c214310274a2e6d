"""Texts outside of cells that hold expressions, such as notes and page headers: filled once for their sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from addin.errors import Message, Place, UserError, UserErrors, nearest
from addin.package.text import units
from addin.tables.dataset import unknown_name
from addin.tables.keys import ONE_LINE
from addin.tables.table import Label
from addin.template.markers import Content, read_content
from addin.template.scope import BlockScope, Source, Vocabulary
from addin.template.sheet_values import evaluate
from udfs.numerics.cell_values import text_of_cell, to_cells
from udfs.shortening import shortened

_WITHIN: Final = "in {what}: {reason}"


class TextForm(Enum):
    """How a value is written into a text."""

    PLAIN = "plain"
    HEADER = "a page header or footer, in which & begins a code"
    ADDRESS = "the address of a link, in which some characters have codes"
    LITERAL = "a text in quotes within a formula"
    LIST = "the list of a validation, whose values a comma parts"


@dataclass(frozen=True)
class PlacedText:
    """One text of a part that holds expressions: the pieces between and within braces, and how much fits there.

    `numbers` name its expressions in the order of the `contents`; `fixed` is how long the text is without them, `most`
    how long it may be, in UTF-16 units.
    """

    place: Place
    what: Message
    form: TextForm
    numbers: tuple[int, ...]
    contents: tuple[Content, ...]
    fixed: int
    most: int

    @property
    def names(self) -> frozenset[str]:
        """The names that its expressions use."""
        return frozenset().union(*[content.names | content.whole for content in self.contents])


def read_expression(text: str) -> Content:
    """The content of one expression outside of cells. Raises UserError."""
    content = read_content(text)
    if content.marker is not None:
        raise UserError("an axis is repeated in cells only; found {text}", text=shortened(text))
    return content


def within(text: PlacedText, mistake: UserError) -> UserError:
    """The mistake of an expression, told with where its text stands."""
    return told_within(text.place, text.what, mistake)


def told_within(place: Place, what: Message, mistake: UserError) -> UserError:
    """A mistake told with what its text is."""
    reason = Message(mistake.message, **mistake.details)
    return UserError(_WITHIN, place, nearest=mistake.nearest, what=what, reason=reason)


def unknown_names(texts: Iterable[PlacedText], vocabulary: Vocabulary) -> Iterator[UserError]:
    """The names in texts that mean nothing."""
    for text in texts:
        names = frozenset().union(*[content.names for content in text.contents])
        for name in sorted(names - set(vocabulary.names)):
            yield within(text, unknown_name(name, vocabulary.names, text.place))
        whole = frozenset().union(*[content.whole for content in text.contents])
        for name in sorted(whole - set(vocabulary.columns)):
            hint = nearest(name, vocabulary.columns)
            yield within(text, UserError("there is no column {name} in the data", nearest=hint, name=name))


def known_alone(texts: Iterable[PlacedText], vocabulary: Vocabulary) -> list[PlacedText]:
    """The texts in which every name means something."""
    return [text for text in texts if not any(unknown_names([text], vocabulary))]


def written_texts(texts: Iterable[PlacedText], source: Source, fixed: Mapping[str, Label]) -> Mapping[int, str]:
    """The value of each expression, as its text takes it, on a sheet where some labels are fixed. Raises UserErrors."""
    values: dict[int, str] = {}
    mistakes: list[UserError] = []
    for text in texts:
        try:
            values.update(_written(text, source, fixed))
        except UserError as mistake:
            mistakes.append(mistake)
    if mistakes:
        raise UserErrors(mistakes)
    return values


def _written(text: PlacedText, source: Source, fixed: Mapping[str, Label]) -> Iterator[tuple[int, str]]:
    scope = BlockScope(source, fixed, None, ONE_LINE)
    values = [_value(text, content, scope) for content in text.contents]
    length = text.fixed + sum(map(units, values))
    if length > text.most:
        message = "a text of {length} characters; {most} at most"
        raise within(text, UserError(message, length=length, most=text.most))
    yield from zip(text.numbers, values, strict=True)


def _value(text: PlacedText, content: Content, scope: BlockScope) -> str:
    try:
        value = evaluate(content, scope)
    except UserError as mistake:
        raise within(text, mistake) from None
    cells = to_cells(value) if isinstance(value, np.ndarray) else [[value]]
    several = [_shown(each) for row in cells for each in row]
    if text.form is TextForm.LIST:
        return _listed(text, several)
    if len(several) != 1:
        message = "{text} has {count} values, of which a text outside of cells takes one"
        raise within(text, UserError(message, text=shortened(content.text), count=len(several)))
    return several[0]


def _shown(value: object) -> str:
    text = text_of_cell(value)
    return "" if text is None else str(text)


def _listed(text: PlacedText, values: Sequence[str]) -> str:
    for value in values:
        if "," in value:
            message = "{value} has a comma, which parts the values of a list; let the list refer to cells"
            raise within(text, UserError(message, value=shortened(value)))
    return ",".join(dict.fromkeys(value for value in values if value))
