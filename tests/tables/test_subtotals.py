"""Subtotals wherever offices put them: before, behind or apart from their parts, and those of one part alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.tables.dataset import Dataset, dataset
from addin.tables.reading import read_tables
from addin.tables.table import Label
from addin.tables.total_rows import Totals, total_notes
from addin.template.scope import Source

YEARS = (2020, 2021, 2022)


@dataclass(frozen=True)
class Place:
    """A territory with its parts, or a region with its figures by year."""

    name: str
    parts: tuple["Place", ...] = ()
    own: tuple[int, ...] = field(default=())

    @property
    def figures(self) -> tuple[int, ...]:
        """Those of its own, or the sums of its parts'."""
        return self.own or tuple(map(sum, zip(*(part.figures for part in self.parts), strict=True)))

    def regions(self) -> list["Place"]:
        """What has no parts."""
        return [region for part in self.parts for region in part.regions()] if self.parts else [self]


def country(sizes: Sequence[int], seed: int, years: int, total: str = "Whole of it") -> Place:
    """A country of districts with so many regions each."""
    random = Random(seed)
    numbers = iter(range(1, 100))

    def region() -> Place:
        return Place(f"r{next(numbers)}", own=tuple(random.randint(1_000, 99_999) for _ in range(years)))

    districts = [Place(f"D{at}", tuple(region() for _ in range(size))) for at, size in enumerate(sizes)]
    return Place(total, tuple(districts))


def before(place: Place) -> Iterator[Place]:
    """Each territory before its parts."""
    yield place
    for part in place.parts:
        yield from before(part)


def behind(place: Place) -> Iterator[Place]:
    """Each territory behind its parts."""
    for part in place.parts:
        yield from behind(part)
    yield place


def apart_above(place: Place) -> Iterator[Place]:
    """The country, its districts, and then all regions."""
    yield from (place, *place.parts, *place.regions())


def apart_below(place: Place) -> Iterator[Place]:
    """All regions, and then the districts and the country."""
    yield from (*place.regions(), *place.parts, place)


LAYOUTS = [before, behind, apart_above, apart_below]


def data_of(places: Sequence[Place], years: int) -> Dataset:
    lines = [
        f"{place.name},{year},{figure}" for place in places for year, figure in zip(YEARS, place.figures, strict=False)
    ]
    return dataset(read_tables(("region,year,grp\n" + "\n".join(lines)).encode(), file_name="d.csv"))


def listed(data: Dataset, given: Mapping[str, str] | None = None) -> list[Label]:
    source = Source(data, given or {})
    return [key[0] for key in source.keys(("region",), source.data.tables, {})]


@settings(deadline=None)
@given(
    st.sampled_from(LAYOUTS),
    st.lists(st.integers(2, 5), min_size=2, max_size=5),
    st.integers(0, 9_999),
    st.integers(1, 3),
)
@pytest.mark.parametrize("total", ["Total", "Whole of it"])
def test_districts_are_no_regions_in_whatever_order(
    total: str, layout: object, sizes: Sequence[int], seed: int, years: int
) -> None:
    whole = country(sizes, seed, years, total)
    found = listed(data_of(list(layout(whole)), years))  # type: ignore[operator]
    assert sorted(map(str, found)) == sorted(region.name for region in whole.regions())


@settings(deadline=None)
@given(st.sampled_from([before, behind]), st.integers(0, 9_999), st.integers(0, 2))
def test_a_district_of_one_region_is_that_region_once(layout: object, seed: int, single: int) -> None:
    sizes = [1 if at == single else 3 for at in range(3)]
    whole = country(sizes, seed, 2)
    found = listed(data_of(list(layout(whole)), 2))  # type: ignore[operator]
    assert len(found) == len(whole.regions())


@pytest.mark.parametrize("years", [1, 2, 3])
@pytest.mark.parametrize("most", [99, 999, 99_999])
def test_regions_without_totals_are_all_regions(years: int, most: int) -> None:
    """Sums by chance are taken for subtotals in less than one table in a hundred."""
    taken = 0
    for seed in range(200):
        random = Random(seed)
        count = random.randint(4, 30)
        regions = [Place(f"r{at}", own=tuple(random.randint(1, most) for _ in range(years))) for at in range(count)]
        taken += len(listed(data_of(regions, years))) < count
    assert taken < 2


def test_subtotals_that_no_order_tells_are_told_by_what_all_make_of_the_total() -> None:
    whole = country([4, 5, 3], 7, 3, "Total")
    mixed = Random(2).sample(list(before(whole)), 16)
    notes = [str(note) for note in total_notes(Totals(data_of(mixed, 3)))]
    assert any("make 200 % of 'Total': subtotals stand among them" in note for note in notes)
