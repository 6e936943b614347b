"""What the reports of 2017 and 2023-25 on Lancashire say: the printed grades and figures.

The rationales are written for the demonstration, from the facts that the reports give. A figure
of Peel is cited by its token and never typed.
"""

from datetime import date
from typing import Final

from judgments.actions.judging import Opinion
from judgments.actions.publishing import PrintedJudgment
from judgments.models import Treatment

SLUG: Final = "lancashire-2023-25"
COVERED: Final = {
    "victim_service": "ungraded",
    "recording_crime": "graded",
    "police_powers": "graded",
    "prevention": "graded",
    "responding": "graded",
    "investigating_crime": "graded",
    "vulnerable_people": "graded",
    "managing_offenders": "graded",
    "workforce": "graded",
    "leadership": "graded",
}
OPINIONS: Final = {
    "recording_crime": Opinion(
        "good",
        "Nearly all reported crime is recorded. We estimate "
        "{{lancashire-2023-25/crime-data-integrity/all_crime estimate}} over all offences "
        "without fraud, with violent offences at "
        "{{lancashire-2023-25/crime-data-integrity/violent_offences estimate}} and sexual "
        "offences at {{lancashire-2023-25/crime-data-integrity/sexual_offences estimate}}."
        "\n\nRape is recorded well. Crimes against vulnerable victims are mostly recorded: of "
        "those that {{lancashire-2023-25/vulnerable-victims/files}} incidents called for, "
        "{{lancashire-2023-25/vulnerable-victims/crimes_recorded numbers}} were.",
    ),
    "police_powers": Opinion(
        "good",
        "Officers are trained to use their powers and are friendly on the recordings we watched. "
        "Of {{lancashire-2023-25/stop-and-search/files}} records of stop and search we estimate "
        "that {{lancashire-2023-25/stop-and-search/reasonable_grounds estimate}} had reasonable "
        "grounds.\n\nReviews of recordings have grown, and disproportionality is looked into. In "
        "some recordings the grounds could have been explained better.",
    ),
    "prevention": Opinion(
        "outstanding",
        "Problem-solving reaches well beyond neighbourhood teams: a new system keeps the plans, "
        "dashboards show where harm concentrates, and co-ordinators advise on tactics.\n\n"
        "Residents are asked what worries them and hear what came of it. Several ways of working "
        "are promising or new enough for other forces to learn from.",
    ),
    "responding": Opinion(
        "adequate",
        "Calls are assessed well: callers' needs were considered in "
        "{{lancashire-2023-25/vsa/risk_assessment_considered_needs count}}, "
        "and advice on crime prevention was given in "
        "{{lancashire-2023-25/vsa/crime_prevention_advised count}}. Attendance keeps to the "
        "constabulary's own times.\n\nAnswering is the weak point. In the year to June 2024, "
        "{{lancashire/force-data/share_101_abandoned 2024-06-30}} of callers of 101 hung up "
        "after they had spoken to the switchboard.",
    ),
    "investigating_crime": Opinion(
        "adequate",
        "Investigations and their supervision have become better since the last inspection, and "
        "digital skills are being spread. Workloads are mostly manageable.\n\nThere were 281 "
        "detectives too few on 31 March 2024, of 1,037 that were planned, and supervision of "
        "response teams varies. Some investigations are not effective yet.",
    ),
    "vulnerable_people": Opinion(
        "requires_improvement",
        "Referrals wait before anybody looks at them, and risk assessments are not always managed "
        "so that people at risk are safeguarded in time.\n\nThe new conferences about high-risk "
        "domestic abuse manage demand and risk well, and victims are asked for their views. "
        "These gains do not outweigh the delays.",
    ),
    "managing_offenders": Opinion(
        "good",
        "Wanted people are pursued systematically under the lead of a detective superintendent. "
        "Registered sex offenders are managed well, and every breach of an order is recorded as a "
        "crime.\n\nCases of online child abuse are handled with good governance: the "
        "assessment of the suspect's risk was complete in "
        "{{lancashire-2023-25/online-child-abuse/risk_assessment_completed numbers}}. More could "
        "be made of search warrants.",
    ),
    "workforce": Opinion(
        "good",
        "What affects well-being is known and acted on. Occupational health is being enlarged, "
        "and appraisals are part of everyday work: "
        "{{lancashire/force-data/share_discussing_development 2024-06-30}} of those who answered "
        "our survey talk about their development at least once a year.\n\nTutors for student "
        "officers are not available everywhere, and support for those in high-risk roles is not "
        "understood by all.",
    ),
    "leadership": Opinion(
        "good",
        "Priorities follow from what communities need, performance is managed against them, and "
        "leaders at every level are assessed and trained.\n\nDemand is well understood and work "
        "is made easier by automation. Plans for money and for a capital programme of £61.6 "
        "million are affordable.",
    ),
}

SOURCE_OF_2017: Final = "PEEL 2017, Lancashire Constabulary: effectiveness"
PUBLISHED_2017: Final = date(2018, 3, 22)
STANDING: Final = (
    "Not inspected again in 2017. The inspection of 2016 found the constabulary good in this."
)
PRINTED_2017: Final = (
    PrintedJudgment(
        "effectiveness",
        "good",
        rationale="The constabulary keeps people safe and works closely with its partners: nine "
        "local hubs help families early. Supervision of less serious investigations and the "
        "assessment of risk to vulnerable people need to become better.",
    ),
    PrintedJudgment("preventing_crime", "good", Treatment.STANDS, STANDING),
    PrintedJudgment("investigating_crime", "good", Treatment.STANDS, STANDING),
    PrintedJudgment(
        "vulnerable_people",
        "requires_improvement",
        rationale="Vulnerability is not always recognised, and the reasons for an assessment of "
        "risk are not always recorded. Assessments of registered sex offenders have fallen "
        "behind. Work with partners is excellent, mental health being the priority of all.",
    ),
    PrintedJudgment("organised_crime", "good", Treatment.STANDS, STANDING),
    PrintedJudgment("specialist_capabilities", treatment=Treatment.UNGRADED),
)
