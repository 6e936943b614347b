"""The page of the population that a sample stands for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from cases.actions.population import enter_stratum_sizes
from cases.estimates.forms import StratumSizesForm
from cases.estimates.population import population_of, weighable_facts
from cases.views.figures import crumbs_of, results_url
from cases.views.lookup import led_sample
from peel.lib.errors import Conflict, Invalid


@require_http_methods(["GET", "HEAD", "POST"])
def population(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """How many records there are in each stratum: from the draw, or to be entered."""
    found = led_sample(request, inspection, sample)
    if request.method == "POST" and not found.is_open:
        raise Conflict("This sample is signed off. Reopen it before changing the population.")
    known = population_of(found)
    facts = weighable_facts(found.instrument)
    form = StratumSizesForm(
        request.POST if request.method == "POST" else None,
        facts=[fact for fact in facts if fact.code not in known.of_draw],
        sizes=known.sizes,
    )
    if form.is_valid():
        try:
            enter_stratum_sizes(sample=found, sizes=form.sizes(), by=request.user)
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            messages.success(request, "The size of the population is saved.")
            return redirect(results_url(found))
    context = {
        "sample": found,
        "population": known,
        "drawn": [
            (fact, [(fact.label_of(value), size) for value, size in known.sizes[fact.code].items()])
            for fact in facts
            if fact.code in known.of_draw
        ],
        "form": form,
        "crumbs": crumbs_of(request, found, below_results=True),
    }
    return render(request, "cases/population.html", context)
