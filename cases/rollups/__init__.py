"""The figures of a sample: every measure, computed in one SQL statement.

For the one review of each active file that counts:

* denominator: relevant answers other than "not applicable"; numerator: those that meet it;
* not asked: the question is not asked of the file, its parent's answer being another one or
  not given yet;
* outstanding: it is asked and has no answer yet.

So numerator + (denominator - numerator) + not applicable + not asked + outstanding is the
number of files. A ratio measure sums two counts instead; its other three numbers are those
of its denominator's question.

What is printed as an estimate is estimated from the same numbers. Weighted estimates and
ratios need one more statement for their sums of squares.
"""

from cases.rollups.counts import REVIEWER, breakdown, counted_figures
from cases.rollups.estimating import MethodsCompared, compare_methods, results
from cases.rollups.figure import Figure

__all__ = [
    "REVIEWER",
    "Figure",
    "MethodsCompared",
    "breakdown",
    "compare_methods",
    "counted_figures",
    "results",
]
