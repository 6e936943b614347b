"""Everything about a sample as one ZIP of CSV, which a statistician reads without Peel.

``contents`` lists the files and ``archive`` writes them; ``docs/exports.md`` tells what they hold.
"""
