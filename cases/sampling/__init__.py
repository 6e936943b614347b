"""The pure rule of a draw: which files of an extract are reviewed. docs/sampling.md explains it."""
