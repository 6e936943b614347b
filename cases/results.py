"""Which figures of a sample a person reads: the live ones or those that were signed off."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User

from . import permissions
from .estimates.storing import restored
from .models import Sample, SignOff, Waiver
from .rollups import Figure, results


def figures_for(user: User, sample: Sample) -> list[Figure]:
    """The frozen figures of a signed-off sample, else the live ones.

    An observer reads the last signed-off figures even while the sample is reopened.
    """
    if user.is_observer:
        latest = latest_sign_off(sample)
        return frozen_figures(latest) if latest else []
    return standing_figures(sample)


def standing_figures(sample: Sample) -> list[Figure]:
    """The frozen figures of a signed-off sample, else the live ones."""
    standing = standing_sign_off(sample)
    return frozen_figures(standing) if standing else results(sample)


def standing_sign_off(sample: Sample) -> SignOff | None:
    """The sign-off that stands; None while the sample is open."""
    if sample.is_open:
        return None
    return sample.sign_offs.select_related("by").filter(reopened_at__isnull=True).first()


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
            estimated=restored(result.estimate) if result.estimate else None,
        )
        for result in sign_off.results.order_by("position")
    ]


def waivers_for(user: User, sign_off: SignOff) -> list[Waiver]:
    """What was not clear at a sign-off and why that was enough, where ``user`` may see it."""
    return [] if permissions.read_waivers(user) else list(sign_off.waivers.all())


def figures_revision(user: User, sample: Sample) -> str:
    """Which revision ``figures_for`` gives: its number, or "provisional" for live figures."""
    if user.is_observer:
        latest = latest_sign_off(sample)
        return str(latest.revision) if latest else ""
    standing = standing_sign_off(sample)
    return str(standing.revision) if standing else "provisional"


def revisions_of(sample: Sample) -> list[SignOff]:
    """Every revision of the sample, the last one first."""
    return list(sample.sign_offs.select_related("by", "reopened_by").order_by("-revision"))


def latest_sign_offs(user: User) -> QuerySet[SignOff]:
    """The last revision of every sample that ``user`` sees, the newest first."""
    later = SignOff.objects.filter(sample=OuterRef("sample"), revision__gt=OuterRef("revision"))
    return (
        SignOff.objects.filter(~Exists(later), sample__in=Sample.objects.visible_to(user))
        .select_related("sample__inspection__force", "sample__inspection__cycle", "by")
        .order_by("-at", "-pk")
    )
