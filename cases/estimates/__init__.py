"""What a sample's figures say of the population it was drawn from.

``standards`` are the cycle's rules, ``population`` how many records there are, ``methods``
applies ``cases.statistics`` to a figure's counts and sums, and ``estimated`` is what comes of
it, with its wording. ``storing`` keeps it with a sign-off. ``proportion`` tells where a sample
was not drawn in proportion.
"""
