"""The functions once more in plain Python, as their textbooks write them: slow, without NumPy, in decimals.

Ranges are lists of decimals without blanks; each function takes what its twin takes and gives a list or one number,
with as many digits as the decimal context has.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, getcontext

Column = Sequence[Decimal]

FIFTEEN = Context(prec=15)
"""Figures are compared by this many digits."""


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def mean(values: Iterable[Decimal]) -> Decimal:
    counted = list(values)
    return total(counted) / len(counted)


def deviation(values: Column, degrees: int) -> Decimal:
    middle = mean(values)
    return (total((value - middle) ** 2 for value in values) / degrees).sqrt()


def shares(values: Column) -> list[Decimal]:
    return [100 * value / total(values) for value in values]


def indices(current: Column, base: Column) -> list[Decimal]:
    return [100 * now / before for now, before in zip(current, base, strict=True)]


def cagr(first: Decimal, last: Decimal, periods: Decimal) -> Decimal:
    return 100 * (((last.ln() - first.ln()) / periods).exp() - 1)


def chain(links: Column) -> list[Decimal]:
    return [100 * math.prod((link / 100 for link in links[: i + 1]), start=Decimal(1)) for i in range(len(links))]


def rank(values: Column, ties: str, *, ascending: bool = False) -> list[Decimal]:
    ranks: list[Decimal] = []
    for i, value in enumerate(values):
        better = [other for other in values if (other < value if ascending else other > value)]
        equal = sum(other == value for other in values)
        first = len(better) + 1
        earlier = sum(other == value for other in values[:i])
        ranks.append(
            {
                "min": Decimal(first),
                "avg": first + Decimal(equal - 1) / 2,
                "dense": Decimal(len(set(better)) + 1),
                "ordinal": Decimal(first + earlier),
            }[ties]
        )
    return ranks


def top(names: Sequence[str], values: Column, count: int) -> list[list[object]]:
    rows = sorted(zip(names, values, strict=True), key=lambda row: -row[1])
    return [list(row) for row in rows[:count]]


def localization(
    branch_local: Decimal, branch_total: Decimal, industry_local: Decimal, industry_total: Decimal
) -> Decimal:
    return (branch_local / branch_total * 100) / (industry_local / industry_total * 100)


def localization_table(output: Sequence[Column]) -> list[list[Decimal]]:
    whole = total(map(total, output))
    branches = [total(column) for column in zip(*output, strict=True)]
    return [[localization(x, branches[b], total(row), whole) for b, x in enumerate(row)] for row in output]


def standardized(values: Column) -> list[Decimal]:
    return [(value - mean(values)) / deviation(values, len(values) - 1) for value in values]


def distance(local: Column, reference: Column) -> Decimal:
    return total(abs(s / total(local) - r / total(reference)) for s, r in zip(local, reference, strict=True))


def krugman(local: Column, others: Sequence[Column]) -> Decimal:
    average = [mean(other[b] / total(other) for other in others) for b in range(len(local))]
    return total(abs(x / total(local) - m) for x, m in zip(local, average, strict=True))


def mean_difference(values: Column, weights: Column) -> Decimal:
    """Half the mean absolute difference of all pairs, relative to the mean."""
    whole = total(weights)
    average = total(w * x for w, x in zip(weights, values, strict=True)) / whole
    pairs = [
        (w * v * abs(x - y)) for w, x in zip(weights, values, strict=True) for v, y in zip(weights, values, strict=True)
    ]
    return total(pairs) / (2 * whole**2 * average)


def locational_gini(values: Column, reference: Column) -> Decimal:
    quotients = [(v / total(values)) / (r / total(reference)) for v, r in zip(values, reference, strict=True)]
    return mean_difference(quotients, [Decimal(1)] * len(quotients))


def area(values: Column, reference: Column) -> Decimal:
    """The area between the diagonal and the curve of cumulated shares, by trapezoids."""
    pairs = sorted(zip(values, reference, strict=True), key=lambda pair: pair[0] / pair[1])
    x = y = under = Decimal(0)
    for value, other in pairs:
        right, top = x + other / total(reference), y + value / total(values)
        under += (right - x) * (y + top) / 2
        x, y = right, top
    return Decimal("0.5") - under


def ellison_glaeser(plants: Column, places: Sequence[str], regions: Sequence[str], employment: Column) -> Decimal:
    size, whole = total(plants), total(employment)
    herfindahl = total((plant / size) ** 2 for plant in plants)
    gap = spread = Decimal(0)
    for region, persons in zip(regions, employment, strict=True):
        share = total(plant for plant, place in zip(plants, places, strict=True) if place == region) / size
        gap += (share - persons / whole) ** 2
        spread += (persons / whole) ** 2
    return (gap - (1 - spread) * herfindahl) / ((1 - spread) * (1 - herfindahl))


def hhi(values: Column) -> Decimal:
    return total(value**2 for value in values) / total(values) ** 2


def theil(values: Column, weights: Column, kind: str) -> Decimal:
    average = total(w * x for w, x in zip(weights, values, strict=True)) / total(weights)
    terms = [
        w * (x / average * (x / average).ln() if kind == "T" else (average / x).ln())
        for w, x in zip(weights, values, strict=True)
    ]
    return total(terms) / total(weights)


def williamson(values: Column, population: Column) -> Decimal:
    average = total(x * p for x, p in zip(values, population, strict=True)) / total(population)
    variance = total((x - average) ** 2 * p for x, p in zip(values, population, strict=True)) / total(population)
    return variance.sqrt() / average


def weighted_mean(values: Column, weights: Column) -> Decimal:
    return total(x * w for x, w in zip(values, weights, strict=True)) / total(weights)


def dispersion(values: Column, population: Column) -> Decimal:
    nation = weighted_mean(values, population)
    gaps = [abs(x - nation) * p for x, p in zip(values, population, strict=True)]
    return 100 / nation * total(gaps) / total(population)


def atkinson(values: Column, weights: Column, epsilon: Decimal) -> Decimal:
    average = weighted_mean(values, weights)
    if epsilon == 1:
        return 1 - (weighted_mean([value.ln() for value in values], weights)).exp() / average
    powers = [((value / average).ln() * (1 - epsilon)).exp() for value in values]
    return 1 - (weighted_mean(powers, weights).ln() / (1 - epsilon)).exp()


def top_bottom(values: Column, population: Column, percent: Decimal, *, split: bool) -> Decimal:
    def mean_of_first(pairs: list[tuple[Decimal, Decimal]]) -> Decimal:
        left = total(population) * percent / 100
        taken = []
        for value, people in pairs:
            if left > 0:
                taken.append((value, min(people, left) if split else people))
                left -= people
        return weighted_mean(*zip(*taken, strict=True))

    ordered = sorted(zip(values, population, strict=True))
    return mean_of_first(ordered[::-1]) / mean_of_first(ordered)


def lorenz(values: Column, weights: Column) -> list[list[Decimal]]:
    pairs = sorted(zip(values, weights, strict=True))
    incomes = total(x * w for x, w in pairs)
    return [
        [total(w for _, w in pairs[:i]) / total(weights), total(x * w for x, w in pairs[:i]) / incomes]
        for i in range(len(pairs) + 1)
    ]


def entropy(values: Column) -> Decimal:
    return -total(share * share.ln() for share in (value / total(values) for value in values))


def hachman(local: Column, reference: Column) -> Decimal:
    parts = [(x / total(local)) ** 2 / (r / total(reference)) for x, r in zip(local, reference, strict=True)]
    return 1 / total(parts)


def theil_parts(values: Column, groups: Sequence[int], weights: Column, kind: str) -> list[Decimal]:
    average = weighted_mean(values, weights)
    means, sizes, inner = [], [], []
    for group in sorted(set(groups)):
        members = [i for i, one in enumerate(groups) if one == group]
        levels, counts = [values[i] for i in members], [weights[i] for i in members]
        means.append(weighted_mean(levels, counts))
        sizes.append(total(counts))
        share = sizes[-1] / total(weights) * (means[-1] / average if kind == "T" else 1)
        inner.append(share * theil(levels, counts, kind))
    whole, between = theil(values, weights, kind), theil(means, sizes, kind)
    return [whole, between, total(inner), 100 * between / whole]


def variation(values: Column) -> Decimal:
    return deviation(values, len(values)) / mean(values)


def log_deviation(values: Column) -> Decimal:
    return deviation([value.ln() for value in values], len(values))


def weighted_deviation(values: Column, weights: Column) -> Decimal:
    average = total(x * w for x, w in zip(values, weights, strict=True)) / total(weights)
    return (total((x - average) ** 2 * w for x, w in zip(values, weights, strict=True)) / total(weights)).sqrt()


def shift_share(
    base: Column, current: Column, total_base: Column, total_current: Column, *, homothetic: bool
) -> list[list[Decimal]]:
    national = total(total_current) / total(total_base) - 1
    rows = []
    for b, c, before, after in zip(base, current, total_base, total_current, strict=True):
        branch, own = after / before - 1, c / b - 1
        expected = total(base) * before / total(total_base)
        parts = [b * national, b * (branch - national)]
        parts += [expected * (own - branch), (b - expected) * (own - branch)] if homothetic else [b * (own - branch)]
        rows.append(parts)
    return rows


def beta(base: Column, current: Column, years: Decimal) -> list[Decimal]:
    x = [value.ln() for value in base]
    y = [(now / then).ln() / years for now, then in zip(current, base, strict=True)]
    covariance = total((a - mean(x)) * (b - mean(y)) for a, b in zip(x, y, strict=True))
    slope = covariance / total((a - mean(x)) ** 2 for a in x)
    fit = covariance**2 / total((a - mean(x)) ** 2 for a in x) / total((b - mean(y)) ** 2 for b in y)
    speed = -(1 + slope * years).ln() / years
    return [mean(y) - slope * mean(x), slope, speed, Decimal(2).ln() / speed, fit]


def slope_error(base: Column, current: Column, years: Decimal) -> tuple[Decimal, Decimal]:
    """The standard error of the slope of growth on level, and the slope over it."""
    intercept, slope, *_ = beta(base, current, years)
    x = [value.ln() for value in base]
    y = [(now / then).ln() / years for now, then in zip(current, base, strict=True)]
    rest = total((b - intercept - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    error = (rest / (len(x) - 2) / total((a - mean(x)) ** 2 for a in x)).sqrt()
    return error, slope / error


def arctangent(value: Decimal) -> Decimal:
    """The series of Gregory, after halving the angle until it is small."""
    halvings = 0
    while value > Decimal("0.01"):
        value /= 1 + (1 + value * value).sqrt()
        halvings += 1
    term, result, k = value, value, 1
    while abs(term) > abs(value) * Decimal(10) ** -getcontext().prec:
        term *= -value * value
        k += 2
        result += term / k
    return result * 2**halvings


def two_sided(t: Decimal, degrees: int) -> Decimal:
    """Student's t beyond ±t: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    cosine = (degrees / (degrees + t * t)).sqrt()
    sine = abs(t) / (degrees + t * t).sqrt()
    odd = degrees % 2
    term = cosine if odd else Decimal(1)
    terms = Decimal(0)
    for k in range(2 + odd, degrees + 1, 2):
        terms += term
        term *= cosine * cosine * (k - 1) / k
    if not odd:
        return 1 - sine * terms
    right_angle = 2 * arctangent(Decimal(1))
    angle = arctangent(abs(t) / Decimal(degrees).sqrt())
    return 1 - (angle + sine * terms) / right_angle


def composite(rows: Sequence[Column], weights: Column, method: str, directions: Column) -> list[Decimal]:
    columns = list(zip(*rows, strict=True))
    scores = []
    for values, direction in zip(columns, directions, strict=True):
        low, high = min(values), max(values)
        if method == "minmax":
            scores.append([(x - low) / (high - low) if direction > 0 else (high - x) / (high - low) for x in values])
        elif method == "leader":
            scores.append([x / high if direction > 0 else low / x for x in values])
        elif method == "rank":
            scores.append(rank(values, "avg", ascending=direction < 0))
        elif method == "percentile":
            worse = [sum(other * direction < x * direction for other in values) for x in values]
            scores.append([Decimal(count) / (len(values) - 1) for count in worse])
        else:
            scores.append([direction * z for z in standardized(values)])
    return [
        total(w * score[r] for w, score in zip(weights, scores, strict=True)) / total(weights) for r in range(len(rows))
    ]


def percentile(values: Column, part: Decimal) -> Decimal:
    """The value below which a part lies, between neighbours in proportion, as PERCENTILE.INC."""
    ordered, place = sorted(values), part * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def geometric(rows: Sequence[Column], weights: Column, posts: Sequence[Column], directions: Column) -> list[Decimal]:
    found = []
    for row in rows:
        scores = [
            min(max((x - low) / (high - low), Decimal(0)), Decimal(1)) for x, low, high in zip(row, *posts, strict=True)
        ]
        scores = [score if direction > 0 else 1 - score for score, direction in zip(scores, directions, strict=True)]
        found.append(total(w * score.ln() for w, score in zip(weights, scores, strict=True) if w) / total(weights))
    return [value.exp() for value in found]


def upper_bounds(values: Column, count: int, method: str) -> list[Decimal]:
    least, most = min(values), max(values)
    if method == "quantile":
        return [percentile(values, Decimal(i) / count) for i in range(1, count + 1)]
    if method == "equal":
        return [*(least + (most - least) * i / count for i in range(1, count)), most]
    if method == "sd":
        steps = [i for i in range(-(count // 2) + 1 - count % 2, count // 2 + count % 2) if i or count % 2 == 0]
        inner = [mean(values) + step * deviation(values, len(values) - 1) for step in steps]
        return [*inner, max(most, *inner)]
    ordered = sorted(values)

    def spread(ends: Sequence[int]) -> Decimal:
        parts = [ordered[a:b] for a, b in itertools.pairwise((0, *ends, len(ordered)))]
        return total(total((x - mean(part)) ** 2 for x in part) for part in parts)

    best = min(itertools.combinations(range(1, len(ordered)), count - 1), key=spread)
    return [*(ordered[end - 1] for end in best), most]


def classes(values: Column, bounds: Column) -> list[Decimal]:
    keys = [FIFTEEN.plus(bound) for bound in bounds]
    return [Decimal(1 + sum(FIFTEEN.plus(value) > key for key in keys[:-1])) for value in values]


def solved(rows: Sequence[Column], right: Column) -> list[Decimal]:
    """The solution of a system of equations, by Gauss and Jordan with the largest pivots."""
    table = [[*row, b] for row, b in zip(rows, right, strict=True)]
    for at in range(len(table)):
        pivot = max(range(at, len(table)), key=lambda row: abs(table[row][at]))
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [cell / table[at][at] for cell in table[at]]
        for row in range(len(table)):
            if row != at:
                factor = table[row][at]
                table[row] = [cell - factor * other for cell, other in zip(table[row], table[at], strict=True)]
    return [row[-1] for row in table]


def transitions(panel: Sequence[Column], count: int) -> list[list[Decimal]]:
    years = [classes(year, upper_bounds(year, count, "quantile")) for year in zip(*panel, strict=True)]
    steps = [step for before, after in itertools.pairwise(years) for step in zip(before, after, strict=True)]
    rows = [[Decimal(steps.count((Decimal(a), Decimal(b)))) for b in range(1, count + 1)] for a in range(1, count + 1)]
    chain = [[cell / total(row) for cell in row] for row in rows]
    equations = [[chain[a][b] - (a == b) for a in range(count)] for b in range(count - 1)]
    ergodic = solved([*equations, [Decimal(1)] * count], [*[Decimal(0)] * (count - 1), Decimal(1)])
    return [*chain, ergodic]


def concordance(rankings: Sequence[Column]) -> Decimal:
    m, n = len(rankings), len(rankings[0])
    ranked = [rank(ranking, "avg") for ranking in rankings]
    sums = [total(places) for places in zip(*ranked, strict=True)]
    alike = total(ranking.count(x) ** 2 - 1 for ranking in map(list, rankings) for x in ranking)
    return 12 * total((x - mean(sums)) ** 2 for x in sums) / (m**2 * (Decimal(n) ** 3 - n) - m * alike)


def stars(size: Column, quotients: Column, focus: Column) -> list[int]:
    def limit(values: Column) -> Decimal:
        return percentile(values, Decimal("0.9"))

    def reaches(value: Decimal, limit: Decimal) -> bool:
        return FIFTEEN.plus(value) >= FIFTEEN.plus(limit)

    return [
        reaches(s, limit(size)) + (q >= 2) + reaches(f, limit(focus))
        for s, q, f in zip(size, quotients, focus, strict=True)
    ]


def laspeyres(prices_base: Column, quantities_base: Column, prices: Column, quantities: Column) -> Decimal:
    weighted = [total(p * q for p, q in zip(each, quantities_base, strict=True)) for each in (prices, prices_base)]
    return 100 * weighted[0] / weighted[1]


def paasche(prices_base: Column, quantities_base: Column, prices: Column, quantities: Column) -> Decimal:
    return laspeyres(prices_base, quantities, prices, quantities)


def fisher(prices_base: Column, quantities_base: Column, prices: Column, quantities: Column) -> Decimal:
    given = (prices_base, quantities_base, prices, quantities)
    return (laspeyres(*given) * paasche(*given)).sqrt()


def tornqvist(prices_base: Column, quantities_base: Column, prices: Column, quantities: Column) -> Decimal:
    before = shares([p * q for p, q in zip(prices_base, quantities_base, strict=True)])
    now = shares([p * q for p, q in zip(prices, quantities, strict=True)])
    rises = [one.ln() - two.ln() for one, two in zip(prices, prices_base, strict=True)]
    return 100 * total((a + b) / 200 * rise for a, b, rise in zip(before, now, rises, strict=True)).exp()


def contributions(current: Column, base: Column) -> list[Decimal]:
    return [100 * (now - before) / total(base) for now, before in zip(current, base, strict=True)]


def spearman(first: Column, second: Column) -> Decimal:
    one, two = ([each - mean(found) for each in found] for found in (rank(first, "avg"), rank(second, "avg")))
    squares = total(a * a for a in one) * total(b * b for b in two)
    return total(a * b for a, b in zip(one, two, strict=True)) / squares.sqrt()


def kendall(first: Column, second: Column) -> Decimal:
    pairs = [(i, j) for i in range(len(first)) for j in range(i)]
    signs = [[Decimal((x[i] > x[j]) - (x[i] < x[j])) for i, j in pairs] for x in (first, second)]
    known = [total(abs(sign) for sign in each) for each in signs]
    return total(a * b for a, b in zip(*signs, strict=True)) / (known[0] * known[1]).sqrt()


def trend(levels: Column, years: Column) -> list[Decimal]:
    """Growth in percent a year, the standard error of the slope, and R²."""
    logs = [level.ln() for level in levels]
    x, y = ([value - mean(side) for value in side] for side in (years, logs))
    slope = total(a * b for a, b in zip(x, y, strict=True)) / total(a * a for a in x)
    rest = total((b - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    error = (rest / (len(x) - 2) / total(a * a for a in x)).sqrt()
    return [100 * (slope.exp() - 1), error, 1 - rest / total(b * b for b in y)]


def productivity(y0: Column, l0: Column, y1: Column, l1: Column, *, centred: bool) -> list[list[Decimal]]:
    before, after = total(y0) / total(l0), total(y1) / total(l1)
    rows = []
    for output, employed, output_after, employed_after in zip(y0, l0, y1, l1, strict=True):
        old, new = output / employed, output_after / employed_after
        share = employed / total(l0)
        moved = employed_after / total(l1) - share
        level, growth = (old - before, new - after - (old - before)) if centred else (old, new - old)
        rows.append([100 * part / before for part in (share * (new - old), moved * level, moved * growth)])
    return rows


def moran(values: Column, weights: Sequence[Column], *, randomized: bool) -> list[Decimal]:
    """I, its expected value and z, over all pairs as the formulas of Cliff and Ord are written."""
    n = len(values)
    gaps = [value - mean(values) for value in values]
    spread = total(gap**2 for gap in gaps)
    s0 = total(map(total, weights))
    s1 = total((weights[i][j] + weights[j][i]) ** 2 for i in range(n) for j in range(n)) / 2
    s2 = total((total(weights[i]) + total(row[i] for row in weights)) ** 2 for i in range(n))
    index = n / s0 * total(weights[i][j] * gaps[i] * gaps[j] for i in range(n) for j in range(n)) / spread
    expected = Decimal(-1) / (n - 1)
    kurtosis = n * total(gap**4 for gap in gaps) / spread**2
    if randomized:
        first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
        second = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
        square = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2)
    else:
        square = (n * n * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n * n - 1))
    return [index, expected, (index - expected) / (square - expected**2).sqrt()]


def related(has: Sequence[Column]) -> list[list[Decimal]]:
    columns = list(zip(*has, strict=True))
    near = [
        [
            total(x * y for x, y in zip(a, b, strict=True)) / max(total(a), total(b)) if a is not b else Decimal(0)
            for b in columns
        ]
        for a in columns
    ]
    return [[total(x * y for x, y in zip(row, each, strict=True)) / total(each) for each in near] for row in has]


def flegg(
    coefficients: Sequence[Column], local: Column, whole: Column, delta: Decimal, method: str
) -> list[list[Decimal]]:
    simple = [(e / total(local)) / (t / total(whole)) for e, t in zip(local, whole, strict=True)]
    two = Decimal(2).ln()
    size = ((((1 + total(local) / total(whole)).ln() / two).ln()) * delta).exp()
    rows = []
    for i, row in enumerate(coefficients):
        quotients = [simple[i] if i == j or method == "SLQ" else simple[i] / simple[j] for j in range(len(row))]
        if method in ("FLQ", "AFLQ"):
            quotients = [quotient * size for quotient in quotients]
        found = [a * min(quotient, Decimal(1)) for a, quotient in zip(row, quotients, strict=True)]
        if method == "AFLQ":
            found = [r * max(Decimal(1), (1 + simple[j]).ln() / two) for j, r in enumerate(found)]
        rows.append(found)
    return rows


def exponent(sizes: Column) -> list[Decimal]:
    """The exponent of the rank-size rule, its standard error, R², and the number of places."""
    places = [(Decimal(rank) + Decimal("0.5")).ln() for rank in range(len(sizes))]
    x, y = ([value - mean(side) for value in side] for side in ([s.ln() for s in sorted(sizes, reverse=True)], places))
    shared, spread = total(a * b for a, b in zip(x, y, strict=True)), total(a * a for a in x)
    slope = -shared / spread
    return [slope, slope * (Decimal(2) / len(x)).sqrt(), shared**2 / spread / total(b * b for b in y), Decimal(len(x))]
