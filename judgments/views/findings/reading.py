"""Reading findings and practice: those of an inspection, one of them, and its former texts."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.events import history_of
from accounts.requests import AuthenticatedRequest
from cases.views.exports import KINDS, download, kind_label
from forces.models import Inspection
from judgments import permissions
from judgments.actions.exporting import record_findings_export
from judgments.figures.lookup import printed_of
from judgments.findings.differences import differences
from judgments.findings.sheet import CITED, checks_of_sections, sections_of
from judgments.findings.tables import findings_table
from judgments.findings.versions import versions_in
from judgments.models import Finding, Practice
from judgments.views.lookup import Crumbs, drafts_of, to_inspection

Written = Finding | Practice
Model = type[Finding] | type[Practice]


@require_safe
def findings(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Everything that is written about the areas of an inspection."""
    found = drafts_of(request, inspection)
    sections = sections_of(found, request.user)
    standing = [passage for section in sections for passage in section.standing]
    written = [passage for passage in standing if isinstance(passage, Finding)]
    context = {
        "inspection": found,
        "sections": sections,
        "figures": printed_of(*(each.text for each in standing), reader=request.user),
        "has_any": any(section.standing or section.withdrawn for section in sections),
        "findings": len(written),
        "lacking": sum(finding.is_without_evidence for finding in written),
        "practice": len(standing) - len(written),
        "checks": checks_of_sections(found, sections) if standing else (),
        "may_not_write": permissions.write(request.user, found),
        "may_not_lead": permissions.lead(request.user, found),
        "may_see_unpublished": True,
        "kinds": KINDS,
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/findings.html", context)


@require_GET
def export_findings(request: AuthenticatedRequest, inspection: str, kind: str) -> HttpResponseBase:
    """All of that as a table, a row each."""
    found = drafts_of(request, inspection)
    what = f"findings as {kind_label(kind)}"
    record_findings_export(inspection=found, what=what, by=request.user)
    table = findings_table(sections_of(found, request.user), request.user)
    return download([("Findings", table)], f"{found.slug}-findings", kind)


@require_safe
def passage(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """One finding or practice, with what it rests on and how it came about."""
    found = visible_passage(request, pk, model)
    history = list(history_of(found))
    versions = versions_in(history)
    context = {
        **setting(found),
        "figures": printed_of(found.text, reader=request.user),
        "may_not_write": permissions.write(request.user, found.area.inspection),
        "former": versions[1:],
        "history": history,
    }
    return render(request, "judgments/passage.html", context)


@require_safe
def version(request: AuthenticatedRequest, pk: int, edition: int, model: Model) -> HttpResponse:
    """A former text, with the evidence that it cited."""
    found = visible_passage(request, pk, model)
    versions = {version.edition: version for version in versions_in(history_of(found))}
    if edition not in versions:
        raise Http404
    after = versions.get(edition + 1)
    label = dict(found.kinds.choices).get(versions[edition].kind, versions[edition].kind)
    context = {
        **setting(found),
        "version": versions[edition],
        "figures": printed_of(versions[edition].text, reader=request.user),
        "kind": label,
        "before": versions.get(edition - 1),
        "after": after,
        "changes": differences(versions[edition].text, after.text) if after else (),
        "crumbs": [*to_findings(found.area.inspection), (found.heading, found.get_absolute_url())],
    }
    return render(request, "judgments/passage_version.html", context)


def visible_passage(request: AuthenticatedRequest, pk: int, model: Model) -> Written:
    """The passage with all that it hangs on. Raises Http404."""
    if model is Practice:
        practice = Practice.objects.visible_to(request.user).with_setting()
        return get_object_or_404(practice, pk=pk)
    seen = Finding.objects.visible_to(request.user).with_setting()
    return get_object_or_404(seen.prefetch_related(CITED), pk=pk)


def setting(passage: Written) -> Mapping[str, object]:
    """What every page about a passage shows."""
    return {
        "passage": passage,
        "noun": passage.noun,
        "inspection": passage.area.inspection,
        "crumbs": to_findings(passage.area.inspection),
    }


def to_findings(inspection: Inspection) -> Crumbs:
    """For the pages below the findings of an inspection."""
    address = reverse("judgments:findings", args=[inspection.slug])
    return [*to_inspection(inspection), ("Findings", address)]
