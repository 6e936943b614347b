"""An estimate as JSON that gives the same estimate back, to the last digit. Pure.

Percentages and their half widths are exact fractions, such as "155/16".
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cases.estimates.estimated import Estimated
from cases.statistics.estimates import Estimate, Method
from cases.statistics.printing import Decimals


def stored(estimated: Estimated) -> dict[str, Any]:
    """Plain values: what was estimated, how, and how it is printed."""
    return {
        "method": estimated.method.value,
        "problem": estimated.problem,
        "rate_decimals": estimated.decimals.rate,
        "interval_decimals": estimated.decimals.interval,
        "threshold": estimated.threshold,
        **(_numbers(estimated.estimate) if estimated.estimate else {}),
    }


def restored(values: Mapping[str, Any]) -> Estimated:
    """What was stored."""
    method = Method(values["method"])
    return Estimated(
        method=method,
        estimate=_estimate(method, values) if "percent" in values else None,
        decimals=Decimals(values["rate_decimals"], values["interval_decimals"]),
        threshold=values["threshold"],
        problem=values["problem"],
    )


def _numbers(estimate: Estimate) -> dict[str, Any]:
    return {
        "percent": str(estimate.percent),
        "half_width": str(estimate.half_width),
        "n": estimate.n,
        "clusters": estimate.clusters,
        "corrected": estimate.corrected,
    }


def _estimate(method: Method, values: Mapping[str, Any]) -> Estimate:
    percent, half_width = Fraction(values["percent"]), Fraction(values["half_width"])
    return Estimate(
        percent=percent,
        half_width=half_width,
        lower=percent - half_width,
        upper=percent + half_width,
        method=method,
        n=values["n"],
        clusters=values["clusters"],
        corrected=values["corrected"],
    )
