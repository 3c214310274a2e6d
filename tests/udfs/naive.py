"""The functions once more in plain Python, as their textbooks write them: slow, and without NumPy.

Ranges are lists of numbers without blanks; each function takes what its twin takes and gives a list or one number.
"""

import math
from collections.abc import Sequence
from statistics import fmean, pstdev, stdev

Column = Sequence[float]


def shares(values: Column, total: float | None = None) -> list[float]:
    whole = sum(values) if total is None else total
    return [100 * value / whole for value in values]


def indices(current: Column, base: Column) -> list[float]:
    return [100 * now / before for now, before in zip(current, base, strict=True)]


def cagr(first: float, last: float, periods: float) -> float:
    return 100 * (math.exp((math.log(last) - math.log(first)) / periods) - 1)


def chain(links: Column) -> list[float]:
    return [100 * math.prod(link / 100 for link in links[: i + 1]) for i in range(len(links))]


def rank(values: Column, ties: str, *, ascending: bool = False) -> list[float]:
    ranks = []
    for i, value in enumerate(values):
        better = [other for other in values if (other < value if ascending else other > value)]
        equal = sum(other == value for other in values)
        first = len(better) + 1
        earlier = sum(other == value for other in values[:i])
        ranks.append(
            {"min": first, "avg": first + (equal - 1) / 2, "dense": len(set(better)) + 1, "ordinal": first + earlier}[
                ties
            ]
        )
    return ranks


def top(names: Sequence[str], values: Column, count: int) -> list[list[object]]:
    rows = sorted(zip(names, values, strict=True), key=lambda row: -row[1])
    return [list(row) for row in rows[:count]]


def localization(branch_local: float, branch_total: float, industry_local: float, industry_total: float) -> float:
    return (branch_local / branch_total * 100) / (industry_local / industry_total * 100)


def localization_table(output: Sequence[Column]) -> list[list[float]]:
    whole = sum(map(sum, output))
    branches = [sum(column) for column in zip(*output, strict=True)]
    return [[localization(x, branches[b], sum(row), whole) for b, x in enumerate(row)] for row in output]


def standardized(values: Column) -> list[float]:
    return [(value - fmean(values)) / stdev(values) for value in values]


def distance(local: Column, reference: Column) -> float:
    return sum(abs(s / sum(local) - r / sum(reference)) for s, r in zip(local, reference, strict=True))


def krugman(local: Column, others: Sequence[Column]) -> float:
    mean = [fmean(other[b] / sum(other) for other in others) for b in range(len(local))]
    return sum(abs(x / sum(local) - m) for x, m in zip(local, mean, strict=True))


def mean_difference(values: Column, weights: Column) -> float:
    """Half the mean absolute difference of all pairs, relative to the mean."""
    whole = sum(weights)
    mean = sum(w * x for w, x in zip(weights, values, strict=True)) / whole
    pairs = [
        (w * v * abs(x - y)) for w, x in zip(weights, values, strict=True) for v, y in zip(weights, values, strict=True)
    ]
    return sum(pairs) / (2 * whole**2 * mean)


def locational_gini(values: Column, reference: Column) -> float:
    quotients = [(v / sum(values)) / (r / sum(reference)) for v, r in zip(values, reference, strict=True)]
    return mean_difference(quotients, [1.0] * len(quotients))


def ellison_glaeser(plants: Column, places: Sequence[str], regions: Sequence[str], employment: Column) -> float:
    size, whole = sum(plants), sum(employment)
    herfindahl = sum((plant / size) ** 2 for plant in plants)
    gap = spread = 0.0
    for region, persons in zip(regions, employment, strict=True):
        share = sum(plant for plant, place in zip(plants, places, strict=True) if place == region) / size
        gap += (share - persons / whole) ** 2
        spread += (persons / whole) ** 2
    return (gap - (1 - spread) * herfindahl) / ((1 - spread) * (1 - herfindahl))


def hhi(values: Column) -> float:
    return sum(value**2 for value in values) / sum(values) ** 2


def theil(values: Column, weights: Column, kind: str) -> float:
    mean = sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    terms = [
        w * (x / mean * math.log(x / mean) if kind == "T" else math.log(mean / x))
        for w, x in zip(weights, values, strict=True)
    ]
    return sum(terms) / sum(weights)


def williamson(values: Column, population: Column) -> float:
    mean = sum(x * p for x, p in zip(values, population, strict=True)) / sum(population)
    variance = sum((x - mean) ** 2 * p for x, p in zip(values, population, strict=True)) / sum(population)
    return math.sqrt(variance) / mean


def variation(values: Column) -> float:
    return pstdev(values) / fmean(values)


def log_deviation(values: Column) -> float:
    return pstdev(math.log(value) for value in values)


def shift_share(
    base: Column, current: Column, total_base: Column, total_current: Column, *, homothetic: bool
) -> list[list[float]]:
    national = sum(total_current) / sum(total_base) - 1
    rows = []
    for b, c, before, after in zip(base, current, total_base, total_current, strict=True):
        branch, own = after / before - 1, c / b - 1
        expected = sum(base) * before / sum(total_base)
        parts = [b * national, b * (branch - national)]
        parts += [expected * (own - branch), (b - expected) * (own - branch)] if homothetic else [b * (own - branch)]
        rows.append(parts)
    return rows


def beta(base: Column, current: Column, years: float) -> list[float]:
    x = [math.log(value) for value in base]
    y = [math.log(now / then) / years for now, then in zip(current, base, strict=True)]
    covariance = sum((a - fmean(x)) * (b - fmean(y)) for a, b in zip(x, y, strict=True))
    slope = covariance / sum((a - fmean(x)) ** 2 for a in x)
    fit = covariance**2 / sum((a - fmean(x)) ** 2 for a in x) / sum((b - fmean(y)) ** 2 for b in y)
    speed = -math.log(1 + slope * years) / years
    return [fmean(y) - slope * fmean(x), slope, speed, math.log(2) / speed, fit]


def composite(rows: Sequence[Column], weights: Column, method: str, directions: Column) -> list[float]:
    columns = list(zip(*rows, strict=True))
    scores = []
    for values, direction in zip(columns, directions, strict=True):
        low, high = min(values), max(values)
        if method == "minmax":
            scores.append([(x - low) / (high - low) if direction > 0 else (high - x) / (high - low) for x in values])
        elif method == "leader":
            scores.append([x / high if direction > 0 else low / x for x in values])
        else:
            scores.append([direction * z for z in standardized(values)])
    return [
        sum(w * score[r] for w, score in zip(weights, scores, strict=True)) / sum(weights) for r in range(len(rows))
    ]


def stars(size: Column, quotients: Column, focus: Column) -> list[int]:
    def limit(values: Column) -> float:
        """The value below which nine tenths lie, between neighbours in proportion, as PERCENTILE.INC."""
        ordered, place = sorted(values), 0.9 * (len(values) - 1)
        below = math.floor(place)
        above = min(below + 1, len(values) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return [(s >= limit(size)) + (q >= 2) + (f >= limit(focus)) for s, q, f in zip(size, quotients, focus, strict=True)]
