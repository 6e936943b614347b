"""A synthetic inspection that gives the printed figures, and one that is under way."""
