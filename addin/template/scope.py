"""What names mean at one place of a template: labels of its axes, columns of the data, settings."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import contains
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.errors import NOWHERE, UserError, nearest
from addin.package.dates import Day
from addin.tables.additivity import is_additive
from addin.tables.axes import PERIOD, axis_name, is_territorial, role_of
from addin.tables.dataset import Dataset, IndexedTable, unknown_name
from addin.tables.keys import ONE_LINE, Key, Keys, Labels, Positions, cell_of_label, label_array
from addin.tables.naming import identifier
from addin.tables.table import Label
from addin.tables.total_rows import Totals, totals_stated
from addin.template.evaluation import SeveralValues
from addin.template.expressions import WHOLE
from addin.template.lookups import axis_of, known_labels, label_on, moved, plain_label, refuse_no_axis, refuse_two
from addin.template.operations import Value
from addin.template.settings import KNOWN, ROLES, unset
from udfs.numerics.cell_values import BLANK, CellValue
from udfs.registry import Role

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
    """What a template is filled from: the data, the settings, what is wrong with them, and what else is to be told.

    `own` is the label of the workbook itself on the axis of its batch, where the data have those of the others too;
    on the axes `alone` the data have its own rows and the whole's alone, and may leave the axis out.
    """

    data: Dataset
    settings: Mapping[str, CellValue]
    mistakes: tuple[UserError, ...] = ()
    notes: tuple[UserError, ...] = ()
    own: Mapping[str, Label] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    @cached_property
    def nation(self) -> CellValue:
        """The label of the total row, as the data have it or else as the setting says; None where there is none."""
        if self.totals.is_denied:
            return None
        if self.totals.stated is not None:
            return self.totals.stated
        found = (self.totals.of(table) for table in self.data.tables)
        return next((each[1] for each in found if each is not None), self._stated)

    @cached_property
    def totals(self) -> Totals:
        """The total rows and subtotals of the data."""
        return totals_stated(self.data, self._stated)

    @property
    def _stated(self) -> CellValue:
        stated = self.settings.get(WHOLE)
        return None if stated is None or stated == "" else stated

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
    def counts_from_1904(self) -> bool:
        """Whether the workbook whose settings these are counts days from 1904 on."""
        return any(isinstance(value, Day) and value.from_1904 for value in self.settings.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names an expression may use."""
        axes = tuple(dict.fromkeys([*self.data.axes, *self.alone])) if self.alone else self.data.axes
        return Vocabulary(axes, tuple(self.data.columns), tuple(dict.fromkeys([*self.settings, WHOLE])))

    def is_additive(self, name: str) -> bool:
        """Whether the figures of a column may be summed."""
        if name not in self._additive:
            table = self.data.find(name) if name in self.data.columns else None
            self._additive[name] = table is None or not table.table or is_additive(self.totals, table, name)
        return self._additive[name]

    @cached_property
    def _additive(self) -> dict[str, bool]:
        return {}

    @cached_property
    def roles(self) -> Mapping[str, Role | None]:
        """What the labels of each axis are: what a setting says, else what the axis' name says."""
        stated = {
            axis_name(identifier(name)): role
            for setting, role in ROLES.items()
            if setting in self.settings
            for name in str(self.settings[setting] or "").split(",")
        }
        return {axis: stated.get(axis, role_of(axis)) for axis in self.data.axes}

    @cached_property
    def held(self) -> Mapping[str, Label]:
        """The labels that the workbook or its settings hold, but the year's."""
        return {axis: label for axis, label in {**self.defaults, **self.own}.items() if axis != YEAR}

    def keys(
        self,
        axes: tuple[str, ...],
        tables: tuple[IndexedTable, ...],
        fixed: Mapping[str, Label],
        opened: Container[str] = (),
    ) -> tuple[Key, ...]:
        """The keys of a block's axes, without totals and subtotals; see `all_keys`."""
        left_out = self.totals.left_out(axes, fixed)
        found = self.all_keys(axes, tables, fixed, opened)
        if not any(left_out):
            return found
        return tuple(key for key in found if not any(map(contains, left_out, key)))

    def all_keys(
        self,
        axes: tuple[str, ...],
        tables: tuple[IndexedTable, ...],
        fixed: Mapping[str, Label],
        opened: Container[str] = (),
    ) -> tuple[Key, ...]:
        """The keys of a block's axes, of whatever level; of the workbook's own axis its own but on axes `opened`."""
        held = {axis: label for axis, label in fixed.items() if axis not in axes}
        own = {axis: label for axis, label in self.own.items() if axis not in held and axis not in opened}
        return self._own_keys(axes, tables, held, own) if own else self.data.keys(axes, tables, held)

    def _own_keys(
        self,
        axes: tuple[str, ...],
        tables: tuple[IndexedTable, ...],
        held: Mapping[str, Label],
        own: Mapping[str, Label],
    ) -> tuple[Key, ...]:
        """The keys in rows of the workbook's own label, or of the whole."""
        found: dict[Key, None] = {}
        for table in tables:
            more = tuple(axis for axis in own if axis in table.axes and axis not in axes)
            for key in self.data.keys((*axes, *more), (table,), held):
                labels = dict(zip((*axes, *more), key, strict=True))
                if all(labels.get(axis, label) in (label, self.nation) for axis, label in own.items()):
                    found[key[: len(axes)]] = None
        return tuple(found)


@dataclass(frozen=True)
class BlockScope:
    """The scope of a block's cells: `rows` are its lines (None outside of a block), `columns` its columns.

    `sheet` has the labels of the sheet itself, where it is one of several; `opened` are axes on which no label holds.
    """

    source: Source
    fixed: Mapping[str, Label]
    rows: Labels | None
    columns: Labels = ONE_LINE
    sheet: Mapping[str, Label] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    _values: dict[str, Value] = field(default_factory=dict)
    _positions: dict[Keys, Positions] = field(default_factory=dict)

    def lines(self) -> Sequence["BlockScope"]:
        """The scope of each line alone, which stands outside of the block's other lines."""
        if self.rows is None:
            return [self]
        fixed = ({**self.fixed, **dict(zip(self.rows.axes, key, strict=True))} for key in self.rows.keys)
        return [self._with(fixed=each, rows=None) for each in fixed]

    def _with(
        self,
        *,
        fixed: Mapping[str, Label] | None = None,
        rows: Labels | None = None,
        columns: Labels | None = None,
        opened: frozenset[str] | None = None,
    ) -> "BlockScope":
        """The scope with other rows (None: outside of a block), and with other columns and labels where given."""
        return BlockScope(
            self.source,
            self.fixed if fixed is None else fixed,
            rows,
            self.columns if columns is None else columns,
            self.sheet,
            self.opened if opened is None else opened,
        )

    @property
    def row_axes(self) -> tuple[str, ...]:
        """The axes of its block's rows."""
        return () if self.rows is None else self.rows.axes

    @property
    def column_axes(self) -> tuple[str, ...]:
        """The axes of its block's columns."""
        return self.columns.axes

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns its block has."""
        return 1 if self.rows is None else len(self.rows), len(self.columns)

    @property
    def own(self) -> Container[str]:
        """The axes of which this workbook has one label, even where a block repeats it."""
        return self.source.own.keys() - self.opened if self.source.own else ()

    @cached_property
    def held(self) -> Mapping[str, Label]:
        """The axes of which one label holds here, with that label."""
        outer = {axis: label for axis, label in self._defaults.items() if axis not in self.opened}
        return {**outer, **self.fixed}

    @property
    def _defaults(self) -> Mapping[str, Label]:
        defaults = self.source.defaults
        return {axis: label for axis, label in defaults.items() if axis not in self.opened} if self.opened else defaults

    def role(self, axis: str) -> Role | None:
        """What the labels of an axis are."""
        return self.source.roles.get(axis)

    def axes_of(self, names: Iterable[str], whole: Iterable[str]) -> frozenset[str]:
        """The axes on which figures of these names, or of these columns in the whole's row, are. Raises UserError."""
        found: set[str] = set()
        for name in names:
            table = self.source.data.find(name)
            found.update(table.axes if table is not None else (name,) if name in self.source.data.axes else ())
        for name in whole:
            table = self._table(name)
            found.update(axis for axis in table.axes if self.source.nation not in table.keys.labels(axis))
        return frozenset(found)

    def listing(self, names: Iterable[str]) -> "BlockScope":
        """The scope outside of a block as a block of the lists that names stand for there. Raises UserError."""
        if self.rows is not None:
            return self
        free = dict.fromkeys(axis for name in names for axis in self._free_axes(name))
        holding = tuple(table for table in self.source.data.tables if free and set(free) <= set(table.axes))
        if not holding:
            return self
        used = tuple(table for table in holding if any(name in table.table.columns for name in names)) or holding
        fixed = {**self._defaults, **self.fixed}
        return self._with(rows=Labels(tuple(free), self.source.keys(tuple(free), used, fixed, self.opened)))

    def _free_axes(self, name: str) -> Sequence[str]:
        table = self.source.data.find(name)
        if table is None:
            axes: Sequence[str] = (name,) if name in self.source.data.axes else ()
        else:
            axes = table.axes
        return [axis for axis in axes if axis not in self.held and axis not in self.columns.axes]

    def everything(self) -> "BlockScope":
        """The scope without the label that the sheet, the workbook or a setting holds, or else without territories.

        Where what is held is a territory, the scope is without those that are its parts as well.
        """
        spanned = (*self.row_axes, *self.columns.axes)
        freed = {*self.sheet, *self.source.held} - self.opened
        if not freed or any(self.role(axis) is Role.TERRITORIES or is_territorial(axis) for axis in freed):
            freed |= {axis for axis in (*spanned, *self.fixed) if self.role(axis) is Role.TERRITORIES}
        rows = None if self.rows is None else _without(self.rows, freed)
        return self._with(
            fixed={axis: label for axis, label in self.fixed.items() if axis not in freed},
            rows=rows if rows is not None and rows.axes else None,
            columns=_without(self.columns, freed),
            opened=self.opened | freed,
        )

    def others(self, axis: str) -> Sequence[Label]:
        """All labels of an axis that is held, the held one among them; of a total or a subtotal it alone."""
        own = self.held[axis]
        if axis in self.source.alone:
            raise AssertionError(f"the rows of other labels of {axis} are asked for, and were left out")
        if own == self.source.nation or own in self.source.totals.left_out((axis,), {})[0]:
            return [own]
        tables = tuple(table for table in self.source.data.tables if axis in table.axes)
        spanned = {axis, *self.row_axes, *self.columns.axes}
        fixed = {each: label for each, label in self.held.items() if each not in spanned and each != YEAR}
        found = [key[0] for key in self.source.keys((axis,), tables, fixed, {axis, *self.opened})]
        return found if own in found else [*found, own]

    def of_label(self, axis: str, label: Label) -> "BlockScope":
        """The scope with another label on an axis that is held."""
        rows, columns = self.rows, self.columns
        if axis in self.row_axes and rows is not None:
            rows = moved(rows, axis, [label] * len(rows))
        elif axis in columns.axes:
            columns = moved(columns, axis, [label] * len(columns))
        return self._with(fixed={**self.fixed, axis: label}, rows=rows, columns=columns)

    def of_labels(self, axis: str, labels: Sequence[Label]) -> "BlockScope":
        """The scope of all of these labels: the rows (or columns, where these have the axis) of each in turn."""
        fixed = {each: label for each, label in self.fixed.items() if each != axis}
        if axis in self.columns.axes:
            return self._with(fixed=fixed, rows=self.rows, columns=_repeated(self.columns, axis, labels))
        return self._with(fixed=fixed, rows=_repeated(ONE_LINE if self.rows is None else self.rows, axis, labels))

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904 on."""
        return self.source.counts_from_1904

    def value(self, name: str) -> Value:
        """The labels of an axis, the block's part of a column, or a setting. Raises UserError."""
        if name not in self._values:
            found = self._find(name)
            self._values[name] = _with_cells(found) if isinstance(found, np.ndarray) else found
        return self._values[name]

    def _find(self, name: str) -> Value:
        if self.rows is not None and name in self.rows.axes:
            return self.rows.array(name)
        if name in self.columns.axes:
            return self.columns.array(name).T
        if name == WHOLE:
            return self._nation()
        if name in self.fixed:
            return cell_of_label(self.fixed[name])
        table = self.source.data.find(name)
        if table is not None:
            return self._column(table, name, {})
        if name in self.source.settings and name not in self.opened:
            return self.source.settings[name]
        if name in self._defaults:
            return cell_of_label(self._defaults[name])
        if name in self.source.data.axes:
            spelled = self._spelled(name)
            return self._all_labels(name) if spelled is None else spelled
        raise unset(name) if name in KNOWN else unknown_name(name, self.source.vocabulary.names, NOWHERE)

    def _spelled(self, name: str) -> Value:
        """The labels of an axis that the block's labels have otherwise, as codes beside names; None without such."""
        for table in self.source.data.tables:
            others = table.spelling(name)
            for lines, is_row in ((self.rows or ONE_LINE, True), (self.columns, False)):
                for axis in others.intersection(lines.axes):
                    label = dict(zip(table.keys.columns[axis], table.keys.columns[name], strict=True))
                    labels = label_array([label.get(each, "") for each in lines.of(axis)])
                    return labels if is_row else labels.T
        return None

    def _all_labels(self, axis: str) -> Value:
        if self.rows is not None:
            raise SeveralValues(
                "{axis} is no axis of this block; put it into the block, or make one value of its labels, "
                "such as {axis} | join",
                axis=axis,
            )
        keys = self.source.keys((axis,), self.source.data.tables, self.fixed, self.opened)
        return label_array([key[0] for key in keys])

    def _nation(self) -> CellValue:
        nation = self.source.nation
        if nation is None and not self.source.totals.is_denied:
            raise UserError("the data have no total row; name it in the setting nation")
        return nation

    def is_additive(self, name: str) -> bool:
        """Whether the figures of a column may be summed; of what is no column they may."""
        return self.source.is_additive(name)

    def whole(self, name: str) -> Value:
        """A column in the whole's row. Raises UserError where the data or the settings know no such row."""
        table, nation = self._table(name), self.source.nation
        if not table.table:
            return self._column(table, name, {})
        found = self.source.totals.of(table)
        if found is not None:
            return self._column(table, name, dict([found]))
        if nation is None:
            raise UserError("nation.{name} needs the setting nation, the whole's name in the data", name=name)
        raise UserError("the table of {name} has no row of {nation}", name=name, nation=nation)

    def at(self, name: str, labels: list[Value], axes: Mapping[str, Value]) -> Value:
        """A column at other labels: one, or one for each line or column of the block.

        Raises UserError where the data have no such label, or two stand for one axis; of several labels those that the
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
        """The axes of the block along which a range may have a value each; none where it has one value for all."""
        shape = value.shape if isinstance(value, np.ndarray) else ()
        down = self.row_axes if shape == (self.size[0], 1) else ()
        return (*down, *(self.columns.axes if shape == (1, len(self.columns)) else ()))

    def _moved(self, table: IndexedTable, axis: str, value: NDArray[Any]) -> "BlockScope":
        """The scope with another label on an axis in each line, or in each column. Raises UserError."""
        wanted = known_labels(table, axis, value)
        is_row = value.shape == (1, len(self.columns))
        if self.rows is not None and value.shape == (len(self.rows), 1) and not (is_row and axis in self.columns.axes):
            return self._with(rows=moved(self.rows, axis, wanted))
        if is_row:
            return self._with(rows=self.rows, columns=moved(self.columns, axis, wanted))
        plain_label(value)
        return self

    def _table(self, name: str) -> IndexedTable:
        table = self.source.data.find(name)
        if table is None:
            raise UserError(
                "there is no column {name} in the data", nearest=nearest(name, self.source.data.columns), name=name
            )
        return table

    def _column(self, table: IndexedTable, name: str, named: Mapping[str, Label]) -> NDArray[Any]:
        if not table.table:
            return _with_cells(np.empty((0, 0)))
        positions = None if named else self._positions.get(table.keys)
        if positions is None:
            positions = self._locate(table, name, named)
            if not named:
                self._positions[table.keys] = positions
        return _with_cells(table.array(name)[positions])

    def _locate(self, table: IndexedTable, name: str, named: Mapping[str, Label]) -> Positions:
        spanned = {*self.columns.axes, *(self.rows.axes if self.rows is not None else ())}
        fixed = {axis: label for axis, label in self.fixed.items() if axis not in spanned} | dict(named)
        free = tuple(axis for axis in table.axes if axis not in fixed and axis not in spanned)
        implied = self._implied_time(table, {*fixed, *spanned}, free)
        fixed |= {axis: label for axis, label in self._defaults.items() if axis in free and axis not in implied}
        free = tuple(axis for axis in free if axis not in fixed)
        if free or named:
            implied |= self._implied(table, free, named) | self._implied_time(table, {*fixed, *spanned}, free)
        keys = table.keys.without(implied) if implied else table.keys
        free = tuple(axis for axis in free if axis not in implied)
        rows = self.rows
        if rows is None:
            found = self.source.keys(free, (table,), fixed, self.opened) if free else ()
            if named and not found:  # a total may be a total on its other axes, too
                found = self.source.all_keys(free, (table,), fixed, self.opened) if free else ()
            rows = Labels(free, found) if free else ONE_LINE
        elif free:
            raise SeveralValues(
                "{name} has a value for each {axis}; put {axis} into the block, or make one of them, "
                "such as {name} | sum or {name}.at(…)",
                name=name,
                axis=free[0],
            )
        depends = any(axis in rows.axes and axis not in fixed for axis in keys.axes)
        return keys.positions(rows if depends else ONE_LINE, self.columns, fixed)

    def _implied_time(self, table: IndexedTable, known: Collection[str], free: Sequence[str]) -> frozenset[str]:
        return table.determined_time(known).intersection(free) if PERIOD in table.axes else frozenset()

    def _implied(self, table: IndexedTable, free: Sequence[str], named: Mapping[str, Label]) -> frozenset[str]:
        """The axes that need no label: those that the block's own determine, and its own that a named one replaces."""
        spanned = (*self.row_axes, *self.columns.axes)
        found = table.determined(free, spanned) if free else frozenset[str]()
        return found.union(*(table.spelling(axis).intersection(spanned) for axis in named))

    def spelling(self, axis: str) -> frozenset[str]:
        """The axes that have the labels of this one otherwise, such as codes beside names."""
        return frozenset().union(*(table.spelling(axis) for table in self.source.data.tables))


def _without(lines: Labels, axes: Container[str]) -> Labels:
    """The lines without their labels on some axes."""
    kept = [at for at, axis in enumerate(lines.axes) if axis not in axes]
    if len(kept) == len(lines.axes):
        return lines
    keys = tuple(tuple(key[at] for at in kept) for key in lines.keys)
    return Labels(tuple(lines.axes[at] for at in kept), keys if kept else ((),))


def _repeated(lines: Labels, axis: str, labels: Sequence[Label]) -> Labels:
    """The lines once for each label on an axis, which joins their axes where it isn't among them."""
    each = [moved(lines, axis, [label] * len(lines)) for label in labels]
    return Labels(each[0].axes, tuple(key for some in each for key in some.keys))


def _with_cells(values: NDArray[Any]) -> NDArray[Any]:
    """The values; a blank cell where there are none, so that a function has something to look at."""
    if values.size:
        return values
    rows, columns = values.shape
    blank = None if values.dtype == np.object_ else BLANK
    return np.full((max(rows, 1), max(columns, 1)), blank, dtype=values.dtype)
