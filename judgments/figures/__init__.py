"""Figures in text: the tokens that cite them, what they print, and the check of a draft."""
