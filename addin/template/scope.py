"""What names mean at one place of a template: labels of its axes, columns of the data, settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.mistakes import NOWHERE, Mistake, nearest
from addin.tables.dataset import Dataset, IndexedTable, unknown_name
from addin.tables.keys import ONE_LINE, Key, Labels, Positions, cell_of_label, label_array
from addin.tables.table import Label
from addin.tables.whole import whole_label
from addin.template.evaluation import SeveralValues
from addin.template.expressions import WHOLE
from addin.template.operations import Value
from addin.template.other_labels import axis_of, known_labels, label_on, moved, plain_label, refuse_no_axis, refuse_two
from udfs.numerics.cell_values import BLANK, CellValue

YEAR = "year"


@dataclass(frozen=True)
class Vocabulary:
    """The names that expressions may use: axes and columns of the data, and settings."""

    axes: tuple[str, ...]
    columns: tuple[str, ...]
    settings: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys([*self.axes, *self.columns, *self.settings]))


@dataclass(frozen=True)
class Source:
    """What a template is filled from: the data, the settings, what is wrong with them, and what else is to be told."""

    data: Dataset
    settings: Mapping[str, CellValue]
    mistakes: tuple[Mistake, ...] = ()
    notes: tuple[Mistake, ...] = ()

    @cached_property
    def nation(self) -> CellValue:
        """The label of the whole's row, as the data have it; None where there is none."""
        stated = self.settings.get(WHOLE)
        if stated is None or stated == "":
            return None
        found = self.data.label(plain_label(stated))
        return stated if found is None else found

    @cached_property
    def defaults(self) -> Mapping[str, Label]:
        """The label of each axis that is taken where no block and no `.at` says another.

        It is what the setting of the axis' name says (`region`, `year`); of the years else the last in the data.
        """
        named = {axis: self.settings[axis] for axis in self.data.axes if self.settings.get(axis) not in (None, "")}
        chosen = {axis: self._label(axis, plain_label(label)) for axis, label in named.items()}
        if YEAR in chosen or YEAR not in self.data.axes:
            return chosen
        years = self.data.labels(YEAR)
        return {**chosen, YEAR: max(years, key=float)} if years else chosen

    def _label(self, axis: str, label: Label) -> Label:
        found = self.data.label(label, axis)
        return label if found is None else found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names an expression may use."""
        return Vocabulary(self.data.axes, tuple(self.data.columns), tuple(self.settings))

    def keys(
        self, axes: tuple[str, ...], tables: tuple[IndexedTable, ...], fixed: Mapping[str, Label]
    ) -> tuple[Key, ...]:
        """The keys of a block's axes, without the whole's."""
        held = {axis: label for axis, label in fixed.items() if axis not in axes}
        found = self.data.keys(axes, tables, held)
        return tuple(key for key in found if self.nation not in key) if self.nation is not None else found


@dataclass(frozen=True)
class BlockScope:
    """The scope of a block's cells: `rows` are its lines (None outside of a block), `columns` its columns."""

    source: Source
    fixed: Mapping[str, Label]
    rows: Labels | None
    columns: Labels = ONE_LINE
    _values: dict[str, Value] = field(default_factory=dict)
    _positions: dict[int, Positions] = field(default_factory=dict)

    def lines(self) -> Sequence["BlockScope"]:
        """The scope of each line alone, which stands outside of the block's other lines."""
        if self.rows is None:
            return [self]
        fixed = ({**self.fixed, **dict(zip(self.rows.axes, key, strict=True))} for key in self.rows.keys)
        return [BlockScope(self.source, each, None, self.columns) for each in fixed]

    def value(self, name: str) -> Value:
        """The labels of an axis, the block's part of a column, or a setting. Raises Mistake."""
        if name not in self._values:
            found = self._find(name)
            self._values[name] = _with_cells(found) if isinstance(found, np.ndarray) else found
        return self._values[name]

    def _find(self, name: str) -> Value:
        if self.rows is not None and name in self.rows.axes:
            return self.rows.array(name)
        if name in self.columns.axes:
            return self.columns.array(name).T
        if name in self.fixed:
            return cell_of_label(self.fixed[name])
        table = self.source.data.find(name)
        if table is not None:
            return self._column(table, name, {})
        if name in self.source.settings:
            return self.source.settings[name]
        if name in self.source.defaults:
            return cell_of_label(self.source.defaults[name])
        if name in self.source.data.axes:
            if self.rows is not None:
                raise SeveralValues(
                    "{axis} is no axis of this block; put it into the block, or make one value of its labels, "
                    "such as {axis} | join",
                    axis=name,
                )
            keys = self.source.keys((name,), self.source.data.tables, self.fixed)
            return label_array([key[0] for key in keys])
        raise unknown_name(name, self.source.vocabulary.names, NOWHERE)

    def whole(self, name: str) -> Value:
        """A column in the whole's row. Raises Mistake where the data or the settings know no such row."""
        table, nation = self._table(name), self.source.nation
        if nation is None:
            raise Mistake("nation.{name} needs the setting nation, the whole's name in the data", name=name)
        axis = next((axis for axis in table.axes if nation in table.keys.labels(axis)), None)
        if not table.table:
            return self._column(table, name, {})
        if axis is None:
            found = (whole_label(list(dict.fromkeys(table.keys.labels(each)))) for each in table.axes)
            hint = next((str(label) for label in found if label is not None), None)
            raise Mistake("the table of {name} has no row of {nation}", nearest=hint, name=name, nation=nation)
        return self._column(table, name, {axis: nation})  # type: ignore[dict-item]

    def at(self, name: str, labels: list[Value], axes: Mapping[str, Value]) -> Value:
        """A column at other labels: one, or one for each line or column of the block.

        Raises Mistake where the data have no such label, or two stand for one axis; of several labels those that the
        data don't have find blanks.
        """
        table = self._table(name)
        if not table.table:
            return self._column(table, name, {})
        asked: dict[str, Value] = {}
        for value in labels:
            axis = axis_of(table, value, name, self._along(value))
            refuse_two(axis, asked)
            asked[axis] = value
        for axis, value in axes.items():
            refuse_no_axis(table, axis, name)
            refuse_two(axis, asked)
            asked[axis] = value
        scope, named = self, {}
        for axis, value in asked.items():
            if isinstance(value, np.ndarray) and (value.size > 1 or self._along(value)):
                scope = scope._moved(table, axis, value)
            else:
                named[axis] = label_on(table, axis, plain_label(value), name)
        return scope._column(table, name, named)

    def _along(self, value: Value) -> tuple[str, ...]:
        """The axes of the block along which a range has a value each; none where it has one value for all."""
        shape = value.shape if isinstance(value, np.ndarray) else ()
        if self.rows is not None and shape == (len(self.rows), 1):
            return self.rows.axes
        return self.columns.axes if shape == (1, len(self.columns)) else ()

    def _moved(self, table: IndexedTable, axis: str, value: NDArray[Any]) -> "BlockScope":
        """The scope with another label on an axis in each line, or in each column. Raises Mistake."""
        wanted = known_labels(table, axis, value)
        if self.rows is not None and value.shape == (len(self.rows), 1):
            return BlockScope(self.source, self.fixed, moved(self.rows, axis, wanted), self.columns)
        if value.shape == (1, len(self.columns)):
            return BlockScope(self.source, self.fixed, self.rows, moved(self.columns, axis, wanted))
        plain_label(value)
        return self

    def _table(self, name: str) -> IndexedTable:
        table = self.source.data.find(name)
        if table is None:
            raise Mistake(
                "there is no column {name} in the data", nearest=nearest(name, self.source.data.columns), name=name
            )
        return table

    def _column(self, table: IndexedTable, name: str, named: Mapping[str, Label]) -> NDArray[Any]:
        if not table.table:
            return _with_cells(np.empty((0, 0)))
        positions = None if named else self._positions.get(id(table))
        if positions is None:
            positions = self._locate(table, name, named)
            if not named:
                self._positions[id(table)] = positions
        return _with_cells(table.array(name)[positions])

    def _locate(self, table: IndexedTable, name: str, named: Mapping[str, Label]) -> Positions:
        spanned = {*self.columns.axes, *(self.rows.axes if self.rows is not None else ())}
        fixed = {axis: label for axis, label in self.fixed.items() if axis not in spanned} | dict(named)
        free = tuple(axis for axis in table.axes if axis not in fixed and axis not in spanned)
        fixed |= {axis: label for axis, label in self.source.defaults.items() if axis in free}
        free = tuple(axis for axis in free if axis not in fixed)
        rows = self.rows
        if rows is None:
            rows = Labels(free, self.source.keys(free, (table,), fixed)) if free else ONE_LINE
        elif free:
            raise SeveralValues(
                "{name} has a value for each {axis}; put {axis} into the block, or make one of them, "
                "such as {name} | sum or {name}.at(…)",
                name=name,
                axis=free[0],
            )
        depends = any(axis in rows.axes and axis not in fixed for axis in table.axes)
        return table.keys.positions(rows if depends else ONE_LINE, self.columns, fixed)


def _with_cells(values: NDArray[Any]) -> NDArray[Any]:
    """The values; a blank cell where there are none, so that a function has something to look at."""
    if values.size:
        return values
    rows, columns = values.shape
    blank = None if values.dtype == np.object_ else BLANK
    return np.full((max(rows, 1), max(columns, 1)), blank, dtype=values.dtype)
