"""The statistics of printed figures. Pure: no Django, no database, no floats where one rounds.

Shares, variances and means are exact fractions, and square roots are right to thirty places
or exact, so that no printed decimal depends on how a computer holds a number.
``docs/statistics.md`` lists every formula with its source and when it is used.
"""
