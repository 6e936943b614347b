"""Figures beside each other: of all forces in a cycle, and of one force over time.

``stored`` reads what was signed off here and what was published elsewhere as one kind of
figure. ``national``, ``matrix`` and ``series`` put figures together, ``pictures`` draws them
and ``tables`` lists them.
"""
