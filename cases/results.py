"""Which figures of a sample a person reads: the live ones or those that were signed off."""

from accounts.models import User

from .models import Sample, SignOff
from .rollups import Figure, results


def figures_for(user: User, sample: Sample) -> list[Figure]:
    """The frozen figures of a signed-off sample, else the live ones.

    An observer reads the last signed-off figures even while the sample is reopened.
    """
    if sample.is_open and not user.is_observer:
        return results(sample)
    latest = latest_sign_off(sample)
    return frozen_figures(latest) if latest else []


def latest_sign_off(sample: Sample) -> SignOff | None:
    """The last revision that was signed off, whether it still stands or was reopened."""
    return sample.sign_offs.select_related("by", "reopened_by").order_by("-revision").first()


def frozen_figures(sign_off: SignOff) -> list[Figure]:
    """The figures as they were signed off, in the checklist's order."""
    instrument = sign_off.sample.instrument
    return [
        Figure(
            measure=instrument.measure(result.code),
            numerator=result.numerator,
            denominator=result.denominator,
            not_applicable=result.not_applicable,
            not_asked=result.not_asked,
            outstanding=result.outstanding,
        )
        for result in sign_off.results.order_by("position")
    ]
