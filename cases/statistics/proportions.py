"""A plain proportion: relevant cases that met the standard, of all relevant cases."""

from fractions import Fraction

from cases.statistics.estimates import Estimate, Method, Z, sampled_share, symmetric
from cases.statistics.exact import square_root


def share(met: int, of: int) -> Fraction:
    """``met`` / ``of``, of one.

    Raises ``ValueError`` when there are no cases or ``met`` is not between 0 and ``of``.
    """
    if of < 1:
        raise ValueError("There are no relevant cases to estimate from.")
    if not 0 <= met <= of:
        raise ValueError(f"{met:,} of {of:,} is not a count of cases.")
    return Fraction(met, of)


def wald(met: int, of: int, *, population: int | None = None) -> Estimate:
    """The printed estimate: p = met / of, with p +/- 1.96 sqrt(p (1 - p) / n).

    With a ``population`` the variance is multiplied by 1 - n / N. The unbiased estimate of
    the variance divides by n - 1; the printed reports divide by n, and so does this.
    Assumptions: the cases are a simple random sample, np and n(1 - p) are not small.
    Units: counts in, percent out. Raises ``ValueError`` when there are no cases, ``met`` is
    not between 0 and ``of``, or the population is smaller than the sample.
    Source: the printed reports, PEEL 2023-25 (85.9 +/- 4.9 is 164 of 191); Cochran,
    Sampling Techniques, 3rd edition (1977), chapter 3.

    >>> estimate = wald(164, 191)
    >>> round(float(estimate.percent), 3), round(float(estimate.half_width), 3)
    (85.864, 4.941)
    """
    p = share(met, of)
    variance = p * (1 - p) / of
    if population is not None:
        variance *= 1 - sampled_share(of, population)
    corrected = population is not None
    return symmetric(p, variance, method=Method.WALD, n=of, corrected=corrected)


def wilson(met: int, of: int) -> Estimate:
    """Wilson's score interval, shown beside Wald's, which fails for few cases and p near 1.

    Formula: (p + z^2/2n -/+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n), z = 1.96. It
    never leaves 0 to 100 and has a width even when every case met the standard.
    Assumptions: a simple random sample of independent cases from a large population.
    Units: counts in, percent out; ``half_width`` is None, as the interval is not symmetric.
    Raises ``ValueError`` as ``wald`` does. Source: Wilson (1927), JASA 22, 209-212; Brown,
    Cai and DasGupta (2001), Statistical Science 16, 101-133.
    """
    return _wilson(share(met, of), Fraction(of), Method.WILSON, of)


def wilson_beside(estimate: Estimate) -> Estimate:
    """Wilson's interval for any estimate, at its effective sample size p (1 - p) / variance.

    For an uncorrected plain proportion that is ``wilson``. Where the effective size is 0 or
    unknown (all or no cases met, or no variance), ``n`` itself is used. Assumptions: the
    estimator behaves like a proportion of so many independent cases. Units: percent. Raises
    ``ValueError`` when the interval is not symmetric, or neither size is known.
    Source: Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and
    Methodology 7, 334-364, after Korn and Graubard (1998).
    """
    p, n = estimate.percent / 100, estimate.n
    if estimate.method == Method.WALD and not estimate.corrected and n:
        return _wilson(p, Fraction(n), Method.WILSON, n)
    variance = (estimate.standard_error / 100) ** 2
    size = p * (1 - p) / variance if variance else Fraction(0)
    size = size or Fraction(n or 0)
    if not size:
        raise ValueError("A Wilson interval needs a number of cases or an interval above 0.")
    return _wilson(p, size, Method.WILSON_EFFECTIVE, n, estimate.clusters, estimate.corrected)


def _wilson(
    p: Fraction,
    size: Fraction,
    method: Method,
    n: int | None,
    clusters: int | None = None,
    corrected: bool = False,
) -> Estimate:
    scale = 100 / (1 + Z**2 / size)
    centre = p + Z**2 / (2 * size)
    reach = square_root(Z**2 * (p * (1 - p) / size + Z**2 / (4 * size**2)))
    lower, upper = scale * (centre - reach), scale * (centre + reach)
    return Estimate(100 * p, None, lower, upper, method, n, clusters, corrected)
