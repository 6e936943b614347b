"""What the apps above load into the demonstration, by name: only loading it imports them."""

_LOADERS: list[str] = []


def load_also(loader: str) -> None:
    """Also call ``loader``, a dotted path, with the people, after all casework is there.

    An app above this one calls it once, when it is ready.
    """
    if loader not in _LOADERS:
        _LOADERS.append(loader)


def loaders() -> tuple[str, ...]:
    """The dotted paths in the order in which they are called."""
    return tuple(_LOADERS)
