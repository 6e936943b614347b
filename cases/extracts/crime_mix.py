"""The make-up of a synthetic year of crimes: what shares are of which kind. Made up.

All numbers are weights, which need not add up to anything. About one crime in twenty ends in
a community resolution, outcome type 8.
"""

from dataclasses import dataclass

Weights = dict[str, float]

ROUTES: Weights = {
    "call_999": 30, "call_101": 38, "online": 17, "front_counter": 5, "officer": 7,
    "third_party": 3,
}  # fmt: skip
BY_TELEPHONE_OR_ONLINE: Weights = {"call_999": 12, "call_101": 48, "online": 34, "officer": 3,
                                   "front_counter": 3}  # fmt: skip
FOUND_BY_POLICE: Weights = {"officer": 82, "call_101": 9, "call_999": 6, "third_party": 3}

WITH_SUSPECT: Weights = {
    "1": 95, "1A": 8, "2": 5, "2A": 1, "3": 14, "3A": 1, "5": 2, "8": 49, "9": 7, "10": 14,
    "11": 3, "12": 5, "13": 3, "14": 62, "15": 225, "16": 400, "17": 5, "18": 95, "20": 7,
    "21": 9, "22": 14,
}  # fmt: skip
OFTEN_WITHOUT_SUSPECT: Weights = {
    "1": 120, "1A": 3, "2": 4, "3": 9, "4": 6, "5": 1, "6": 2, "8": 52, "9": 3, "10": 6, "11": 3,
    "12": 1, "13": 2, "14": 55, "15": 150, "16": 105, "17": 4, "18": 530, "20": 2, "21": 8,
    "22": 11,
}  # fmt: skip
FOUND_WITH_SUSPECT: Weights = {
    "1": 390, "1A": 12, "2": 14, "3": 60, "6": 10, "7": 40, "8": 140, "9": 10, "10": 40, "12": 4,
    "15": 170, "16": 15, "17": 10, "18": 55, "20": 10, "21": 20, "22": 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """The crimes of one offence group. ``domestic_abuse`` is the share of it by offence."""

    share: float
    offences: Weights
    outcomes: Weights
    routes: Weights
    domestic_abuse: Weights


KINDS = {
    "violence": Kind(
        370,
        {"Common assault": 30, "Assault occasioning actual bodily harm": 20, "Harassment": 14,
         "Sending malicious communications": 14, "Stalking": 7, "Wounding": 5,
         "Controlling or coercive behaviour": 6, "Strangulation": 4},
        WITH_SUSPECT,
        ROUTES,
        {"Common assault": 0.5, "Assault occasioning actual bodily harm": 0.5, "Harassment": 0.4,
         "Sending malicious communications": 0.35, "Stalking": 0.8, "Strangulation": 0.9,
         "Controlling or coercive behaviour": 1.0, "Wounding": 0.2},
    ),
    "sexual": Kind(
        40,
        {"Rape": 33, "Sexual assault": 50, "Exposure": 17},
        WITH_SUSPECT | {"8": 4, "3": 2, "1": 70, "16": 430, "15": 290, "14": 80},
        {"call_999": 20, "call_101": 34, "online": 8, "front_counter": 8, "officer": 5,
         "third_party": 25},
        {"Rape": 0.35, "Sexual assault": 0.15},
    ),
    "robbery": Kind(
        14,
        {"Robbery of personal property": 88, "Robbery of business property": 12},
        OFTEN_WITHOUT_SUSPECT | {"8": 3, "3": 1, "1": 190},
        ROUTES | {"call_999": 70},
        {},
    ),
    "theft": Kind(
        290,
        {"Shoplifting": 32, "Burglary in a dwelling": 14, "Theft from a vehicle": 17,
         "Theft of a vehicle": 8, "Theft of a pedal cycle": 6, "Making off without payment": 9,
         "Theft from the person": 6, "Theft by an employee": 2},
        OFTEN_WITHOUT_SUSPECT,
        BY_TELEPHONE_OR_ONLINE,
        {"Burglary in a dwelling": 0.06},
    ),
    "criminal_damage": Kind(
        92,
        {"Criminal damage to a vehicle": 48, "Criminal damage to a dwelling": 43, "Arson": 9},
        OFTEN_WITHOUT_SUSPECT | {"8": 88, "16": 190},
        ROUTES,
        {"Criminal damage to a dwelling": 0.35, "Criminal damage to a vehicle": 0.12},
    ),
    "drugs": Kind(
        38,
        {"Possession of cannabis": 66, "Possession of a class A drug": 12,
         "Possession with intent to supply": 22},
        FOUND_WITH_SUSPECT,
        FOUND_BY_POLICE,
        {},
    ),
    "weapons": Kind(
        14,
        {"Possession of a bladed article": 78, "Possession of an offensive weapon": 22},
        FOUND_WITH_SUSPECT | {"7": 0, "8": 55},
        FOUND_BY_POLICE | {"call_999": 40},
        {},
    ),
    "public_order": Kind(
        98,
        {"Causing harassment, alarm or distress": 80, "Affray": 13, "Violent disorder": 7},
        WITH_SUSPECT | {"8": 85, "18": 160},
        ROUTES,
        {"Causing harassment, alarm or distress": 0.1},
    ),
    "miscellaneous": Kind(
        30,
        {"Perverting the course of justice": 20, "Threats to commit criminal damage": 45,
         "Dangerous driving": 35},
        FOUND_WITH_SUSPECT | {"7": 0, "8": 60, "18": 120},
        ROUTES,
        {"Threats to commit criminal damage": 0.3},
    ),
    "fraud": Kind(
        14,
        {"Fraud by false representation": 86, "Fraud by abuse of position": 14},
        {"1": 60, "8": 10, "15": 120, "16": 90, "18": 160, "19": 540, "21": 20},
        BY_TELEPHONE_OR_ONLINE,
        {},
    ),
}  # fmt: skip
