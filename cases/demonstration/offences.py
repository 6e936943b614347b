"""The offences of synthetic cases, by offence group."""

import random

from cases.demonstration.traits import Case, domestic_abuse

OFFENCES = {
    "violence": (
        "Assault occasioning actual bodily harm",
        "Common assault",
        "Harassment",
        "Sending malicious communications",
        "Wounding",
    ),
    "sexual": ("Rape", "Sexual assault", "Exposure"),
    "robbery": ("Robbery of personal property",),
    "theft": (
        "Burglary in a dwelling",
        "Shoplifting",
        "Theft from a vehicle",
        "Theft of a vehicle",
        "Theft of a pedal cycle",
        "Making off without payment",
    ),
    "criminal_damage": ("Criminal damage to a vehicle", "Criminal damage to a dwelling", "Arson"),
    "drugs": ("Possession of cannabis", "Possession with intent to supply"),
    "weapons": ("Possession of a bladed article",),
    "public_order": ("Causing harassment, alarm or distress", "Affray", "Violent disorder"),
    "miscellaneous": ("Perverting the course of justice",),
    "fraud": ("Fraud by false representation",),
}
OF_DOMESTIC_ABUSE = {
    "violence": (
        "Assault occasioning actual bodily harm",
        "Common assault",
        "Controlling or coercive behaviour",
        "Stalking",
        "Strangulation",
    ),
    "criminal_damage": ("Criminal damage to a dwelling",),
}


def offence(case: Case, chance: random.Random) -> str:
    """An offence of the case's group that fits whether it was domestic abuse."""
    group = case.facts["offence_group"]
    listed = OF_DOMESTIC_ABUSE.get(group) if domestic_abuse(case) else None
    return chance.choice(listed or OFFENCES[group])
