"""Judgments to show: Lancashire's as they were printed, and made-up ones of the other forces."""
