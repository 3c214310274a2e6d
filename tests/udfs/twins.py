"""Calls of every function on random data of regional size, with what its twin in decimals makes of them."""

import itertools
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np

from tests.udfs import naive
from udfs.formulas.evaluator import OMITTED
from udfs.numerics.normal import bound_of

Twin = Callable[[np.random.Generator, int], tuple[list[Any], Any]]


def draw(generator: np.random.Generator, n: int, low: float = 1, high: float = 1000) -> list[Decimal]:
    return [Decimal(value) for value in generator.uniform(low, high, n).tolist()]


def column(values: Sequence[object]) -> list[list[object]]:
    return [[value] for value in values]


def pairwise(rule: Callable[..., object], low: float = 1) -> Twin:
    """A function that takes as many columns as its twin takes numbers, each range larger than the one before."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        count = rule.__code__.co_argcount
        columns = [draw(generator, n, low * 10**i, 9 * low * 10**i) for i in range(count)]
        return [column(values) for values in columns], column([rule(*row) for row in zip(*columns, strict=True)])

    return twin


def grp_share(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n)
    return [column(values)], column(naive.shares(values))


def growth_index(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    first, middle, last = draw(generator, n), draw(generator, n), draw(generator, n)
    return [np.column_stack([first, middle, last])], column(naive.indices(last, first))


def growth_rate(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    current, base = draw(generator, n), draw(generator, n)
    return [column(current), column(base)], column([index - 100 for index in naive.indices(current, base)])


def chain_index(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    rows = [draw(generator, n, 90, 110) for _ in range(2)]
    return [rows], [naive.chain(row) for row in rows]


def rank(ties: str, order: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values = [Decimal(value) for value in generator.integers(0, n, n).tolist()]
        return [column(values), order, ties], column(naive.rank(values, ties, ascending=order == "ascending"))

    return twin


def rank_shift(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    before, after = draw(generator, n), draw(generator, n)
    ranks = zip(naive.rank(before, "min"), naive.rank(after, "min"), strict=True)
    return [column(before), column(after)], column([a - b for a, b in ranks])


def top_regions(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    names, values = [f"region {i}" for i in range(n)], draw(generator, n)
    return [column(names), column(values), 3.0], naive.top(names, values, 3)


def localization_table(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    output = [draw(generator, 4) for _ in range(n)]
    return [output], naive.localization_table(output)


def lq_standardized(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n, 0.1, 3)
    return [column(values)], column(naive.standardized(values))


def cl_trend(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    base, current = ([Decimal(value) for value in generator.integers(0, 3, n).tolist()] for _ in range(2))
    arrows = ["↑" if b > a else "↓" if b < a else "→" for a, b in zip(base, current, strict=True)]
    return [column(base), column(current)], column(arrows)


def cl_class(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    base, current = ([Decimal(value) for value in generator.integers(0, 3, n).tolist()] for _ in range(2))
    words = []
    for a, b in zip(base, current, strict=True):
        level = "cluster may form" if b >= 1 else "no cluster yet"
        trend = "prospects growing" if b > a else "renewal needed" if b < a else "prospects steady"
        words.append(f"{level}, {trend}")
    return [column(base), column(current)], column(words)


def pole_class(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    level, growth = draw(generator, n, 50, 150), draw(generator, n, 90, 110)
    words = [
        ("leader" if g >= 100 else "losing pace") if v >= 100 else ("catching up" if g >= 100 else "outsider")
        for v, g in zip(level, growth, strict=True)
    ]
    return [column(level), column(growth)], column(words)


def cluster_stars(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    size, quotients, focus = draw(generator, n), draw(generator, n, 0, 4), draw(generator, n, 0, 20)
    return [column(size), column(quotients), column(focus)], column(naive.stars(size, quotients, focus))


def specialization(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    rows, reference = [draw(generator, n) for _ in range(3)], draw(generator, n)
    return [rows, [reference], "rows"], column([naive.distance(row, reference) / 2 for row in rows])


def krugman(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    local, others = draw(generator, n), [draw(generator, n) for _ in range(4)]
    return [[local], others, "rows"], [[naive.krugman(local, others)]]


def locational_gini(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, reference = draw(generator, n), draw(generator, n, 1000, 9000)
    return [column(values), column(reference)], [[naive.locational_gini(values, reference)]]


def locational_gini_weighted(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, reference = draw(generator, n), draw(generator, n, 1000, 9000)
    return [column(values), column(reference), True], [[naive.area(values, reference)]]


def ellison_glaeser(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    regions, plants, employment = [f"region {i}" for i in range(n)], draw(generator, 2 * n), draw(generator, n)
    places = [regions[i] for i in generator.integers(0, n, 2 * n)]
    arguments = [column(plants), column(places), column(regions), column(employment)]
    return arguments, [[naive.ellison_glaeser(plants, places, regions, employment)]]


def hhi(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    columns = [draw(generator, n), draw(generator, n)]
    return [np.column_stack(columns)], [[naive.hhi(values) for values in columns]]


def hhi_normalized(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n)
    return [column(values), True], [[(naive.hhi(values) - Decimal(1) / n) / (1 - Decimal(1) / n)]]


def concentration(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n)
    return [column(values), 2.0], [[100 * sum(sorted(values)[-2:]) / sum(values)]]


def gini(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, weights = draw(generator, n), draw(generator, n)
    return [column(values), column(weights)], [[naive.mean_difference(values, weights)]]


def gini_normalized(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n)
    return [column(values), OMITTED, True], [[naive.mean_difference(values, [Decimal(1)] * n) * n / (n - 1)]]


def theil(kind: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, weights = draw(generator, n), draw(generator, n)
        return [column(values), kind, column(weights)], [[naive.theil(values, weights, kind)]]

    return twin


def williamson(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, population = draw(generator, n), draw(generator, n)
    return [column(values), column(population)], [[naive.williamson(values, population)]]


def shift_share(method: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        ranges = [draw(generator, n), draw(generator, n), draw(generator, n, 2e3, 9e3), draw(generator, n, 2e3, 9e3)]
        expected = naive.shift_share(*ranges, homothetic=method != "Dunn")
        return [*map(column, ranges), method], expected

    return twin


def shift_share_total(method: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        arguments, rows = shift_share(method)(generator, n)
        return [*arguments, True, True], [*rows, [sum(effects) for effects in zip(*rows, strict=True)]]

    return twin


def sigma(measure: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        columns = [draw(generator, n) for _ in range(3)]
        rule = naive.variation if measure == "cv" else naive.log_deviation
        return [np.column_stack(columns), measure], [[rule(values) for values in columns]]

    return twin


def sigma_weighted(measure: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, weights = draw(generator, n), draw(generator, n)
        logarithms = [value.ln() for value in values]
        deviation = naive.weighted_deviation(logarithms, weights)
        expected = naive.williamson(values, weights) if measure == "cv" else deviation
        return [column(values), measure, column(weights)], [[expected]]

    return twin


def beta(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    base = draw(generator, n, 100, 1000)
    current = [
        Decimal(float(value ** Decimal("0.8") * factor))
        for value, factor in zip(base, draw(generator, n, 4, 5), strict=True)
    ]
    return [column(base), column(current), 8.0], [naive.beta(base, current, Decimal(8))]


def composite(method: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        rows, weights, directions = (
            [draw(generator, 3) for _ in range(n)],
            draw(generator, 3),
            [Decimal(sign) for sign in (1, -1, 1)],
        )
        expected = naive.composite(rows, weights, method, directions)
        return [rows, [weights], method, [directions]], column(expected)

    return twin


def hoover(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, reference = draw(generator, n), draw(generator, n)
    return [column(values), column(reference)], [[naive.distance(values, reference) / 2]]


def dispersion(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, population = draw(generator, n), draw(generator, n)
    return [column(values), column(population)], [[naive.dispersion(values, population)]]


def atkinson(epsilon: float) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, weights = draw(generator, n), draw(generator, n)
        expected = naive.atkinson(values, weights, Decimal(epsilon))
        return [column(values), epsilon, column(weights)], [[expected]]

    return twin


def top_bottom(percent: float, *, split: bool) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, population = draw(generator, n), draw(generator, n)
        expected = naive.top_bottom(values, population, Decimal(percent), split=split)
        return [column(values), column(population), percent, split], [[expected]]

    return twin


def lorenz(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values, weights = draw(generator, n), draw(generator, n)
    return [column(values), column(weights)], naive.lorenz(values, weights)


def diversity(kind: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values = draw(generator, n)
        entropy, squares = naive.entropy(values), naive.hhi(values)
        figures = {
            "shannon": entropy,
            "relative": entropy / Decimal(n).ln(),
            "simpson": 1 - squares,
            "effective": 1 / squares,
        }
        return [column(values), kind], [[figures[kind]]]

    return twin


def hachman(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    local, reference = draw(generator, n), draw(generator, n)
    return [column(local), column(reference)], [[naive.hachman(local, reference)]]


def theil_decomposition(kind: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, weights = draw(generator, n), draw(generator, n)
        groups = [i % 2 for i in range(n)]
        names = column([f"group {group}" for group in groups])
        return [column(values), names, kind, column(weights)], column(naive.theil_parts(values, groups, weights, kind))

    return twin


def audit_total(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    columns = [[Decimal(value) for value in generator.integers(1, 100, n).tolist()] for _ in range(2)]
    printed = [sum(columns[0]), sum(columns[1]) + 2]
    return [np.column_stack(columns), [printed]], [[None, sum(columns[1])]]


def audit_share(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values = draw(generator, n)
    exact = naive.shares(values)
    printed = [share + Decimal("0.3" if i % 2 else "0.04") for i, share in enumerate(exact)]
    expected = [share if i % 2 else None for i, share in enumerate(exact)]
    return [column(values), column(printed)], column(expected)


def audit_index(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    current, base = draw(generator, n), draw(generator, n)
    exact = naive.indices(current, base)
    printed = [index + Decimal("0.006" if i % 2 else "0.004") for i, index in enumerate(exact)]
    expected = [index if i % 2 else None for i, index in enumerate(exact)]
    return [column(current), column(base), column(printed), 2.0], column(expected)


def suppress(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    values: list[Any] = [*draw(generator, n), "n/a"]
    return [column(values), "N/A"], column([*values[:-1], "#N/A"])


def of_goods(rule: Callable[..., Decimal], formula: str, *, of_quantities: bool = False) -> Twin:
    """An index of prices, or of quantities, for which prices and quantities change places."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        given = [draw(generator, n) for _ in range(4)]
        first, second, third, fourth = given
        found = rule(second, first, fourth, third) if of_quantities else rule(*given)
        return [*map(column, given), formula], [[found]]

    return twin


def growth_contribution(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    current, base = draw(generator, n), draw(generator, n)
    return [column(current), column(base)], column(naive.contributions(current, base))


def of_two_rankings(rule: Callable[..., Decimal], measure: str) -> Twin:
    """A correlation of figures of which some are equal."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        first, second = ([Decimal(value) for value in generator.integers(0, n, n).tolist()] for _ in range(2))
        first[0], second[-1] = Decimal(n), Decimal(n)
        return [column(first), column(second), measure], [[rule(first, second)]]

    return twin


def trend(place: int, name: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        rows, years = [draw(generator, n), draw(generator, n)], draw(generator, n)
        return [rows, [years], name], column([naive.trend(row, years)[place] for row in rows])

    return twin


def rebase(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    rows = [draw(generator, n), draw(generator, n)]
    bases = [row[:3] for row in rows]
    expected = [[100 * x / naive.mean(base) for x in row] for row, base in zip(rows, bases, strict=True)]
    return [rows, bases], expected


def splice(overlap: str, scale: str) -> Twin:
    """Series of n periods before the overlap of two, and n after it."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        old, new = draw(generator, n + 2), draw(generator, n + 2)
        shared = {
            "first": (old[n], new[0]),
            "last": (old[n + 1], new[1]),
            "mean": (sum(old[n:]), sum(new[:2])),
        }
        first, second = shared[overlap]
        kept = n + 2 if overlap == "last" else n
        before, after = old[:kept], new[kept - n :]
        on_old = [*before, *(x * first / second for x in after)]
        on_new = [*(x * second / first for x in before), *after]
        arguments = [[[*old, *[None] * n]], [[*[None] * n, *new]], overlap, scale]
        return arguments, [on_old if scale == "old" else on_new]

    return twin


def productivity(method: str, *, total: bool) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        ranges = [draw(generator, n) for _ in range(4)]
        rows = naive.productivity(*ranges, centred=method == "centred")
        sums = [[sum(parts) for parts in zip(*rows, strict=True)]] if total else []
        return [*map(column, ranges), method, total], [*rows, *sums]

    return twin


def shift_share_regions(method: str, *, inside: bool) -> Twin:
    """Of four branches; the whole is another area, or the sum over the regions."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        base, current = ([draw(generator, 4) for _ in range(n)] for _ in range(2))
        wholes = [[sum(column) for column in zip(*rows, strict=True)] for rows in (base, current)]
        totals: list[Any] = [OMITTED, OMITTED]
        if not inside:
            wholes = [draw(generator, 4), draw(generator, 4)]
            totals = [[whole] for whole in wholes]
        expected = []
        for before, after in zip(base, current, strict=True):
            effects = naive.shift_share(before, after, *wholes, homothetic=method != "Dunn")
            expected.append([*map(sum, zip(*effects, strict=True)), sum(after) - sum(before)])
        return [base, current, method, *totals, inside], expected

    return twin


def dynamic_shift_share(method: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        years = [(draw(generator, n), draw(generator, n, 2e3, 9e3)) for _ in range(3)]
        steps = [
            naive.shift_share(old[0], new[0], old[1], new[1], homothetic=method != "Dunn")
            for old, new in itertools.pairwise(years)
        ]
        rows = [[a + b for a, b in zip(one, two, strict=True)] for one, two in zip(*steps, strict=True)]
        sums = [sum(effects) for effects in zip(*rows, strict=True)]
        local, total = (np.column_stack([year[side] for year in years]) for side in (0, 1))
        return [local, total, method, True, True], [*rows, sums]

    return twin


def region_classes(method: str, count: int, *, breaks: bool = False) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values = draw(generator, n)
        bounds = naive.upper_bounds(values, count, method)
        return [column(values), float(count), method, breaks], column(
            bounds if breaks else naive.classes(values, bounds)
        )

    return twin


def goalposts(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    """Figures between goalposts that stand beyond them."""
    rows, weights, directions = (
        [draw(generator, 3) for _ in range(n)],
        draw(generator, 3),
        [Decimal(1), Decimal(-1), Decimal(1)],
    )
    columns = list(zip(*rows, strict=True))
    posts = [[min(each) / 2 for each in columns], [max(each) * 2 for each in columns]]
    arguments = [rows, [weights], "goalposts", [directions], posts, "geometric"]
    return arguments, column(naive.geometric(rows, weights, posts, directions))


def kendall_w(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    rankings = [[Decimal(value) for value in generator.integers(0, n, n).tolist()] for _ in range(3)]
    rankings[0][0] = Decimal(n)
    return [np.column_stack(rankings)], [[naive.concordance(rankings)]]


def transition_matrix(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    panel = [draw(generator, 9) for _ in range(n)]
    return [panel, 3.0 if n > 5 else 2.0], naive.transitions(panel, 3 if n > 5 else 2)


def moran(assumption: str, *, standardized: bool) -> Twin:
    """Of regions in a ring, each with a weight of its own for each of its two neighbours."""

    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        values, forth, back = draw(generator, n), draw(generator, n), draw(generator, n)
        n = max(n, 4)
        values = [*values, *draw(generator, n - len(values))]
        weights = [[Decimal(0)] * n for _ in range(n)]
        for i in range(n):
            weights[i][(i + 1) % n], weights[i][i - 1] = (forth * 2)[i], (back * 2)[i]
        used = [[w / sum(row) for w in row] for row in weights] if standardized else weights
        *figures, z = naive.moran(values, used, randomized=assumption == "randomization")
        arguments = [column(values), weights, standardized, assumption]
        return arguments, [[*figures, z, math.erfc(abs(float(z)) / math.sqrt(2))]]

    return twin


def lisa(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    """Of regions in a row."""
    values = draw(generator, n)
    gaps = [value - naive.mean(values) for value in values]
    spread = naive.mean(gap * gap for gap in gaps)
    rows: list[list[Any]] = []
    for i, gap in enumerate(gaps):
        lag = naive.mean(gaps[j] for j in (i - 1, i + 1) if 0 <= j < n)
        rows.append([gap * lag / spread, f"{'high' if gap > 0 else 'low'}-{'high' if lag > 0 else 'low'}"])
    weights = [[1.0 if abs(i - j) == 1 else 0.0 for j in range(n)] for i in range(n)]
    return [column(values), weights], rows


def network(generator: np.random.Generator, n: int) -> list[list[Decimal]]:
    """Which of n regions has which of five branches: each has the first, and each branch is in some region."""
    has = generator.integers(0, 2, (n, 5))
    has[:, 0], has[0, :] = 1, 1
    return [[Decimal(cell) for cell in row] for row in has.tolist()]


def complexity(result: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        has = network(generator, n)
        sums = column([sum(row) for row in has]) if result == "diversity" else [list(map(sum, zip(*has, strict=True)))]
        return [has, result, True], sums

    return twin


def relatedness(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    has = network(generator, n)
    return [has, True], naive.related(has)


def lq_interval(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    branch, of_branch, industry, of_industry = (draw(generator, n, 10.0**i, 9 * 10.0**i) for i in range(2, 6))
    z = Decimal(bound_of(0.9))
    rows = []
    for e, whole, e_t, whole_t in zip(branch, of_branch, industry, of_industry, strict=True):
        quotient = naive.localization(e, whole, e_t, whole_t)
        reach = (z * (1 / e - 1 / e_t - 1 / whole + 1 / whole_t).sqrt()).exp()
        rows.append([quotient / reach, quotient, quotient * reach])
    return [*map(column, (branch, of_branch, industry, of_industry)), 0.9], rows


def export_base(method: str, result: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        local, others = draw(generator, n), [draw(generator, n) for _ in range(1 if method == "lq" else 3)]
        least = [min(each[b] / sum(each) for each in others) for b in range(n)]
        basic = [max(Decimal(0), e - sum(local) * share) for e, share in zip(local, least, strict=True)]
        arguments = [column(local), np.column_stack(others), method, result]
        return arguments, column(basic) if result == "basic" else [[sum(local) / sum(basic)]]

    return twin


def rank_size(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
    sizes = draw(generator, n)
    return [column(sizes)], [naive.exponent(sizes)]


def flq(method: str) -> Twin:
    def twin(generator: np.random.Generator, n: int) -> tuple[list[Any], Any]:
        coefficients = [[Decimal(value) for value in generator.random(n).tolist()] for _ in range(n)]
        local, whole = draw(generator, n), draw(generator, n, 2e3, 9e3)
        delta = 0.3
        arguments = [coefficients, column(local), column(whole), delta, method]
        return arguments, naive.flegg(coefficients, local, whole, Decimal(delta), method)

    return twin


INDEX_FORMULAS: Final = {
    "laspeyres": naive.laspeyres,
    "paasche": naive.paasche,
    "fisher": naive.fisher,
    "tornqvist": naive.tornqvist,
}

TWINS: Final[list[tuple[str, Twin]]] = [
    ("GRP_SHARE", grp_share),
    ("GRP_PER_CAPITA", pairwise(lambda grp, population: grp / population)),
    ("RELATIVE_INDEX", pairwise(lambda value, reference: 100 * value / reference)),
    ("LABOR_PRODUCTIVITY", pairwise(lambda output, employed: output / employed)),
    ("RD_INTENSITY", pairwise(lambda expenditure, output: 100 * expenditure / output)),
    ("GROWTH_INDEX", growth_index),
    ("GROWTH_RATE", growth_rate),
    ("CAGR", pairwise(naive.cagr)),
    ("CHAIN_INDEX", chain_index),
    ("DEFLATOR", pairwise(lambda current, constant: 100 * current / constant)),
    ("RANK_CORRELATION", of_two_rankings(naive.spearman, "spearman")),
    ("RANK_CORRELATION", of_two_rankings(naive.kendall, "kendall")),
    *[("PRICE_INDEX", of_goods(rule, name)) for name, rule in INDEX_FORMULAS.items()],
    *[("QUANTITY_INDEX", of_goods(rule, name, of_quantities=True)) for name, rule in INDEX_FORMULAS.items()],
    ("CONSTANT_PRICES", pairwise(lambda value, prices: 100 * value / prices)),
    ("GROWTH_CONTRIBUTION", growth_contribution),
    ("VOLUME_INDEX", pairwise(lambda current, base, prices: 10_000 * current / prices / base)),
    *[("RANK_REGIONS", rank(ties, "descending")) for ties in ("min", "avg", "dense", "ordinal")],
    ("RANK_REGIONS", rank("min", "ascending")),
    ("RANK_SHIFT", rank_shift),
    ("TOP_REGIONS", top_regions),
    ("LOCALIZATION_COEF", pairwise(lambda a, b, c, d: naive.localization(a, b, c, d))),
    ("LOCATION_QUOTIENT", pairwise(lambda a, b, c, d: naive.localization(a, b, c, d))),
    ("LOCALIZATION_TABLE", localization_table),
    ("LQ_SYMMETRIC", pairwise(lambda quotient: (quotient - 1) / (quotient + 1), 0.2)),
    ("LQ_STANDARDIZED", lq_standardized),
    ("PRODUCTION_PER_CAPITA_COEF", pairwise(lambda a, b, c, d: naive.localization(a, b, c, d))),
    ("MARKETABILITY_COEF", pairwise(lambda shipped, produced: shipped / produced)),
    ("CL_TREND", cl_trend),
    ("CL_CLASS", cl_class),
    ("POLE_CLASS", pole_class),
    ("CLUSTER_STARS", cluster_stars),
    ("SPECIALIZATION_COEF", specialization),
    ("KRUGMAN_INDEX", krugman),
    ("LOCATIONAL_GINI", locational_gini),
    ("LOCATIONAL_GINI", locational_gini_weighted),
    ("ELLISON_GLAESER", ellison_glaeser),
    ("HHI", hhi),
    ("HHI", hhi_normalized),
    ("CONCENTRATION_RATIO", concentration),
    ("GINI_COEF", gini),
    ("GINI_COEF", gini_normalized),
    ("THEIL_INDEX", theil("T")),
    ("THEIL_INDEX", theil("L")),
    ("WILLIAMSON_CV", williamson),
    ("HOOVER_INDEX", hoover),
    ("REGIONAL_DISPERSION", dispersion),
    *[("ATKINSON_INDEX", atkinson(epsilon)) for epsilon in (0.5, 1.0, 2.0, 0.01)],
    *[("TOP_BOTTOM_RATIO", top_bottom(percent, split=split)) for percent in (20.0, 10.0) for split in (True, False)],
    ("LORENZ_POINTS", lorenz),
    *[("DIVERSITY_INDEX", diversity(kind)) for kind in ("shannon", "relative", "simpson", "effective")],
    ("HACHMAN_INDEX", hachman),
    ("THEIL_DECOMPOSITION", theil_decomposition("T")),
    ("THEIL_DECOMPOSITION", theil_decomposition("L")),
    ("SHIFT_SHARE", shift_share("Dunn")),
    ("SHIFT_SHARE", shift_share("Esteban-Marquillas")),
    ("SHIFT_SHARE", shift_share_total("Dunn")),
    ("SHIFT_SHARE", shift_share_total("Esteban-Marquillas")),
    *[
        ("SHIFT_SHARE_REGIONS", shift_share_regions(method, inside=inside))
        for method in ("Dunn", "Esteban-Marquillas")
        for inside in (True, False)
    ],
    ("DYNAMIC_SHIFT_SHARE", dynamic_shift_share("Dunn")),
    ("DYNAMIC_SHIFT_SHARE", dynamic_shift_share("Esteban-Marquillas")),
    ("SIGMA_CONVERGENCE", sigma_weighted("cv")),
    ("SIGMA_CONVERGENCE", sigma_weighted("sdlog")),
    ("SIGMA_CONVERGENCE", sigma("cv")),
    ("SIGMA_CONVERGENCE", sigma("sdlog")),
    ("BETA_CONVERGENCE", beta),
    *[("COMPOSITE_INDEX", composite(method)) for method in ("minmax", "zscore", "leader", "rank", "percentile")],
    ("COMPOSITE_INDEX", goalposts),
    *[("REGION_CLASSES", region_classes(method, 3)) for method in ("quantile", "equal", "sd", "jenks")],
    *[("REGION_CLASSES", region_classes(method, 2, breaks=True)) for method in ("quantile", "equal", "sd", "jenks")],
    ("KENDALL_W", kendall_w),
    ("TRANSITION_MATRIX", transition_matrix),
    *[("TREND_GROWTH", trend(place, name)) for place, name in enumerate(("growth", "error", "fit"))],
    ("REBASE_INDEX", rebase),
    *[("SPLICE_INDEX", splice(link, scale)) for link in ("first", "last", "mean") for scale in ("old", "new")],
    ("PRODUCTIVITY_DECOMPOSITION", productivity("centred", total=False)),
    ("PRODUCTIVITY_DECOMPOSITION", productivity("traditional", total=True)),
    *[("MORAN_I", moran(rule, standardized=each)) for rule in ("randomization", "normality") for each in (True, False)],
    ("LISA", lisa),
    ("COMPLEXITY_INDEX", complexity("diversity")),
    ("COMPLEXITY_INDEX", complexity("ubiquity")),
    ("RELATEDNESS_DENSITY", relatedness),
    ("LQ_INTERVAL", lq_interval),
    *[
        ("EXPORT_BASE", export_base(method, result))
        for method in ("lq", "minimum")
        for result in ("basic", "multiplier")
    ],
    ("RANK_SIZE", rank_size),
    *[("FLQ_COEFFICIENTS", flq(method)) for method in ("FLQ", "AFLQ", "CILQ", "SLQ")],
    ("AUDIT_TOTAL", audit_total),
    ("AUDIT_SHARE", audit_share),
    ("AUDIT_INDEX", audit_index),
    ("SUPPRESS", suppress),
]
