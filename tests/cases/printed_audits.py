"""The figures of the audits of Lancashire, as they were printed."""

from cases.demonstration.audits.samples import AUDITS

BY_SLUG = {audit.slug: audit for audit in AUDITS}

# As printed in the 2023-25 report on Lancashire Constabulary, or what such figures are made of.
COUNTS = [
    ("crime-data-integrity", "all_crime", 310, 320),
    ("crime-data-integrity", "sexual_offences", 102, 106),
    ("crime-data-integrity", "violent_offences", 114, 120),
    ("vulnerable-victims", "crimes_recorded", 19, 22),
    ("vulnerable-victims", "crime_disclosed", 20, 66),
    ("stop-and-search", "reasonable_grounds", 164, 191),
    ("stop-and-search", "reasonable_grounds_ethnic_minority", 32, 43),
    ("online-child-abuse", "risk_assessment_completed", 6, 7),
]
ESTIMATES = [
    ("crime-data-integrity", "all_crime", 96.9, 1.9, "stratified_ratio", 320),
    ("crime-data-integrity", "sexual_offences", 96.2, 3.6, "stratified_ratio", 106),
    ("crime-data-integrity", "violent_offences", 95.0, 3.9, "stratified_ratio", 120),
    ("stop-and-search", "reasonable_grounds", 85.9, 4.9, "wald", 191),
]
FILES = {
    "crime-data-integrity": 200,
    "vulnerable-victims": 66,
    "stop-and-search": 191,
    "body-worn-video": 21,
    "online-child-abuse": 7,
}
