"""A bar that shows how many of all there are."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

BAR = (
    '<svg class="peel-bar" viewBox="0 0 {of} 1" preserveAspectRatio="none" role="img"'
    ' aria-label="{label}" focusable="false">'
    '<rect class="peel-bar__of" width="{of}" height="1"/>'
    '<rect class="peel-bar__met" width="{met}" height="1"/></svg>'
)


def bar(met: int, of: int) -> SafeString:
    """A bar filled to ``met`` of ``of``, full when it is more; empty when there is nothing."""
    filled = max(0, min(met, of))
    return format_html(BAR, label=f"{met} of {of}", of=str(of or 1), met=str(filled))
