"""A template read once and filled again and again, as a batch does."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.filebook.template import FileTemplate, read_template
from addin.fill import fill
from addin.mistakes import Mistakes
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.filebook.conftest import draw, table

REGIONS = (("Whole", "Akmola", "Aktobe"), ("Akmola", "Whole"), ("Almaty",))
TEMPLATES = (
    {
        "A1": "{{ title }} {{ year }}",
        "B1": "{{ year | right }}",
        "A2": "{{ region | down }}",
        "B2": "{{ grp }}",
        "C2": "{{ GRP_SHARE(grp) }}",
        "A4": "{{ region | down }}",
        "B4": "{{ nation.grp }}",
        "A6": "=SUM(B2:B2)",
    },
    {"A1": "{{ year | right }}", "A2": "{{ region | down(sort='-grp', top=2) }}", "B2": "{{ grp.at(2008) }}"},
    {"A1": "{{ year | down(rows=2) }}", "B2": "{{ region | down }}", "C2": "{{ grp }}", "D2": "{{ rd }}"},
)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Figures of some regions and years, with or without a second column and a whole."""
    regions, years = draw(st.sampled_from(REGIONS)), draw(st.sampled_from([(2008,), (2008, 2009)]))
    pairs = [(region, year) for region in regions for year in years]
    values = st.lists(st.none() | st.integers(0, 9).map(float), min_size=len(pairs), max_size=len(pairs))
    columns = {"grp": draw(values)} | ({"rd": draw(values)} if draw(st.booleans()) else {})
    keys = {"region": [region for region, _ in pairs], "year": [year for _, year in pairs]}
    chosen = draw(st.sampled_from([{}, {"nation": "Whole"}, {"year": 2008.0}]))
    return Source(dataset([table(keys, columns)]), {"title": draw(st.sampled_from("AB")), **chosen})


@settings(max_examples=100)
@given(cells=st.sampled_from(TEMPLATES), given_sources=st.lists(sources(), min_size=2, max_size=5))
def test_what_was_filled_before_leaves_no_trace(cells: dict[str, object], given_sources: Sequence[Source]) -> None:
    content = draw(cells)
    kept = read_template(content)
    for source in given_sources:
        assert outcome(kept, source) == outcome(read_template(content), source)


def outcome(template: FileTemplate, source: Source) -> object:
    try:
        return fill(template, source).write()
    except Mistakes as several:
        return [str(mistake) for mistake in several.mistakes]
