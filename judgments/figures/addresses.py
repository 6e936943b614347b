"""Where the cases or the data behind a token are in Peel."""

from urllib.parse import urlencode

from django.urls import reverse

from judgments.figures.tokens import (
    DISPROPORTIONALITY,
    FILES,
    CasesToken,
    ForceDataToken,
    Token,
    token_of,
)


def address_of(token: Token) -> str:
    """The page of the measure, sample or indicator that the token names. It may not be there."""
    if isinstance(token, CasesToken):
        return _of_cases(token)
    return _of_force_data(token) if isinstance(token, ForceDataToken) else ""


def address_of_text(written: str) -> str:
    """The same of a token as it is written; "" for anything else."""
    token = token_of(written)
    return address_of(token) if token else ""


def _of_cases(token: CasesToken) -> str:
    sample = {"inspection": token.inspection, "sample": token.sample}
    if token.measure == FILES:
        return reverse("cases:sample", kwargs=sample)
    if len(token.measures) > 1:
        return reverse("cases:results", kwargs=sample)
    return reverse("cases:measure", kwargs={**sample, "measure": token.measure})


def _of_force_data(token: ForceDataToken) -> str:
    if token.indicator == DISPROPORTIONALITY:
        return reverse("force_data:disproportionality", args=[token.force])
    asked = urlencode({"force": token.force, "to": token.period.ends.isoformat()})
    return f"{reverse('force_data:indicator', args=[token.indicator])}?{asked}"
