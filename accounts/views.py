"""The pages of somebody's own account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions
from accounts.forms import TokenForm
from accounts.models import Token
from accounts.requests import AuthenticatedRequest


@require_GET
def profile(request: AuthenticatedRequest) -> HttpResponse:
    return render(request, "accounts/profile.html")


@require_GET
def tokens(request: AuthenticatedRequest) -> HttpResponse:
    own = Token.objects.visible_to(request.user)
    return render(request, "accounts/tokens.html", {"tokens": own})


@never_cache
@require_http_methods(["GET", "POST"])
def create_token(request: AuthenticatedRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/create_token.html", {"form": form})
    token, secret = actions.create_token(
        name=form.cleaned_data["name"], days=form.cleaned_data["days"], by=request.user
    )
    # Shown in the answer itself: a redirect would have to keep the secret somewhere.
    return render(request, "accounts/token_created.html", {"token": token, "secret": secret})


@require_http_methods(["GET", "POST"])
def revoke_token(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.revoke_token(token=token, by=request.user)
        messages.success(request, f"“{token.name}” is revoked and opens nothing any more.")
        return redirect("accounts:tokens")
    context = {
        "title": f"Revoke “{token.name}”?",
        "text": "A program that uses this token will be refused at once. This can't be undone.",
        "button": "Revoke token",
        "danger": True,
        "action": request.path,
        "cancel_url": reverse("accounts:tokens"),
    }
    return render(request, "confirm.html", context)
