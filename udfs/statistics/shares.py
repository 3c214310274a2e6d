"""Shares and levels: what part of the whole a region makes, and how much there is for each inhabitant."""

from udfs.numerics.arithmetic import nonnegative, pair, part_of, ratio, total_of
from udfs.numerics.cell_values import Numbers
from udfs.registry import Number, Role, function

SUBJECT = "shares and levels"


@function(SUBJECT, along=Role.TERRITORIES, unless="total")
def grp_share(grp: Numbers, total: Numbers | None = None) -> Numbers:
    """Share of each region in the gross regional product of the whole, in percent.

    Formula:
        share = 100 · GRP_r / total

    Arguments:
        grp: GRP by region (rows) and year (columns); one currency unit.
        total: GRP of the whole; one cell, or one for each row or column of grp; the same unit; the sum of the regions
            when omitted.

    Returns:
        Shares in percent, shaped as grp.

    Errors:
        #DIV/0!: the total is zero.
        #NUM!: GRP is negative.
        #NUM!: a region is larger than the total.
        #N/A: a suppressed region, which also leaves the sum of its column unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1.

    Examples:
        =GRP_SHARE({1;3}) → {25;75}
        =GRP_SHARE({1,3}) → {100,100}
        =GRP_SHARE({1,3},,"rows") → {25,75}
        =GRP_SHARE(3105359,30218544.3) → 10.276335515
        =GRP_SHARE({1;3},0) → {#DIV/0!;#DIV/0!}
        =GRP_SHARE({-1;3},8) → {#NUM!;37.5}
        =GRP_SHARE({1;9},8) → {12.5;#NUM!}
        =GRP_SHARE({1;"…"},8) → {12.5;#N/A}
        =GRP_SHARE({1;"three"},8) → {12.5;#VALUE!}
        =GRP_SHARE({1;3},{1,2,3}) → #VALUE!
    """
    grp = nonnegative(grp)
    if total is None:
        return ratio(grp, total_of(grp, 0), factor=100)
    return part_of(*pair(grp, total), factor=100)


@function(SUBJECT, along=None)
def grp_per_capita(grp: Numbers, population: Numbers, factor: Number = 1) -> Numbers:
    """Gross regional product for each inhabitant.

    Formula:
        GRP per capita = factor · GRP_r / population_r

    Arguments:
        grp: GRP by region (rows) and year (columns); any shape; one currency unit.
        population: mean population of the year; shaped as grp, or one cell, row or column for it.
        factor: turns the unit of grp / population into the one wanted: 1 gives thousands from millions and thousands of
            persons; 1 when omitted.

    Returns:
        Currency units for each inhabitant, shaped as grp.

    Errors:
        #DIV/0!: the population is zero.
        #NUM!: GRP or population is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1.

    Examples:
        =GRP_PER_CAPITA({300;90},{100;60}) → {3;1.5}
        =GRP_PER_CAPITA(5,2,1000) → 2500
        =GRP_PER_CAPITA({5;6},{0;2}) → {#DIV/0!;3}
        =GRP_PER_CAPITA({5;6},{-1;2}) → {#NUM!;3}
        =GRP_PER_CAPITA({":";6},2) → {#N/A;3}
        =GRP_PER_CAPITA({"five";6},2) → {#VALUE!;3}
        =GRP_PER_CAPITA({5;6},{1,2,3}) → #VALUE!
    """
    return ratio(*pair(nonnegative(grp), nonnegative(population)), factor=factor)


@function(SUBJECT, along=None)
def relative_index(values: Numbers, reference: Numbers) -> Numbers:
    """Level of each region where the reference, such as the nation, is 100.

    Formula:
        index = 100 · value_r / reference

    Arguments:
        values: an indicator by region (rows) and year (columns); any shape; any unit.
        reference: the indicator of the nation or of another yardstick; one cell, or one for each row or column of
            values, above zero; the same unit.

    Returns:
        Indices, reference = 100, shaped as values.

    Errors:
        #DIV/0!: the reference is zero.
        #NUM!: the reference is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Williamson, J. G. (1965), Regional Inequality and the Process of National Development, Economic Development and
        Cultural Change 13(4), pp. 3-45: income per capita relative to the nation's.

    Examples:
        =RELATIVE_INDEX({5655.4;635.5},1799.4) → {314.293653439;35.317327998}
        =RELATIVE_INDEX({1;2},{0;4}) → {#DIV/0!;50}
        =RELATIVE_INDEX(1,-2) → #NUM!
        =RELATIVE_INDEX({"x";2},4) → {#N/A;50}
        =RELATIVE_INDEX({"two";2},4) → {#VALUE!;50}
        =RELATIVE_INDEX({1;2},{1,2,3}) → #VALUE!
    """
    return ratio(*pair(values, nonnegative(reference)), factor=100)


@function(SUBJECT, along=None)
def labor_productivity(output: Numbers, employed: Numbers) -> Numbers:
    """Output for each person employed.

    Formula:
        productivity = output_r / employed_r

    Arguments:
        output: GRP or output by region or branch; any shape; one currency unit.
        employed: persons employed, or hours worked; shaped as output, or one cell, row or column for it.

    Returns:
        Currency units for each person employed (or hour worked), shaped as output.

    Errors:
        #DIV/0!: nobody is employed.
        #NUM!: output or employment is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        OECD (2001), Measuring Productivity: OECD Manual, chapter on labour productivity.

    Examples:
        =LABOR_PRODUCTIVITY({120;90},{40;60}) → {3;1.5}
        =LABOR_PRODUCTIVITY({120;90},{0;60}) → {#DIV/0!;1.5}
        =LABOR_PRODUCTIVITY({120;-90},60) → {2;#NUM!}
        =LABOR_PRODUCTIVITY({120;"c"},60) → {2;#N/A}
        =LABOR_PRODUCTIVITY({120;TRUE},60) → {2;#VALUE!}
        =LABOR_PRODUCTIVITY({120;90},{1,2}) → #VALUE!
    """
    return ratio(*pair(nonnegative(output), nonnegative(employed)))


@function(SUBJECT, along=None)
def rd_intensity(expenditure: Numbers, output: Numbers) -> Numbers:
    """Expenditure on research and development as a percentage of output.

    Formula:
        intensity = 100 · expenditure_r / output_r

    Arguments:
        expenditure: expenditure on R&D by region or branch; any shape; one currency unit.
        output: GRP or output; shaped as expenditure, or one cell, row or column for it; the same unit.

    Returns:
        Percent of output, shaped as expenditure.

    Errors:
        #DIV/0!: the output is zero.
        #NUM!: expenditure or output is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        OECD (2015), Frascati Manual, chapter 4: gross domestic expenditure on R&D, in percent of GDP.

    Examples:
        =RD_INTENSITY({1;3},{200;100}) → {0.5;3}
        =RD_INTENSITY({1;3},{0;100}) → {#DIV/0!;3}
        =RD_INTENSITY({1;3},{-1;100}) → {#NUM!;3}
        =RD_INTENSITY({"…";3},100) → {#N/A;3}
        =RD_INTENSITY({"one";3},100) → {#VALUE!;3}
        =RD_INTENSITY({1;3},{1,2}) → #VALUE!
    """
    return ratio(*pair(nonnegative(expenditure), nonnegative(output)), factor=100)
