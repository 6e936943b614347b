"""Figures that were published without cases: what they hold, and lists of them."""
