"""A report that holds one of everything that a report can hold."""

from dataclasses import replace
from datetime import date

from cases.charts import WIDE, Bar, BarChart, bars, in_file
from judgments.figures.tokens import token_of, tokens_of
from judgments.report.document import (
    Callout,
    Document,
    Erratum,
    Facts,
    GradeLine,
    GradeMark,
    Grades,
    Listing,
    Prose,
    Section,
    Tone,
)
from judgments.text.citing import with_figures
from judgments.text.markdown import parse
from judgments.text.tree import Blocks, Chart, Figure, Printed, TableBlock, Text

GOOD = GradeMark("Good", "green")
STANDING = GradeMark("Requires improvement", "amber", "2016")
PLAN = "{{shire-2023-25/vsa/plan_present count}}"
CHART = "{{shire-2023-25/vsa/plan_present chart}}"
TABLE = "{{shire-2023-25/vsa/plan_present table}}"
TEXT = f"""
Plans were present in {PLAN}, which is *far* **more** than
[before](https://example.org/a?b=1&c=2). <script>alert("&")</script> #let x = "$1"

### What was seen

- first
- second
  1. below

> Quoted words

| Stage | Files |
|---|---:|
| Calls \\| more | {PLAN} |

{CHART}

{TABLE}
"""


def chart() -> Chart:
    drawn = bars(
        BarChart("Plans present", "83 of 100 cases had a plan.", (Bar("Plans", 83, "83 of 100"),)),
        WIDE,
        headed=True,
    )
    return Chart(CHART, drawn.title, drawn.description, in_file(drawn))


def blocks(text: str = TEXT) -> Blocks:
    table = TableBlock(
        heading=((Text("Measure"),), (Text("Result"),)),
        rows=(((Text("Plan present"),), (Text("83 of 100"),)),),
        right=(False, True),
        caption="Plans of the shire",
        token=TABLE,
    )
    printed: dict[str, Printed] = {
        PLAN: Figure(PLAN, "83 of 100 cases"),
        CHART: chart(),
        TABLE: table,
    }
    figures = {token: printed[token.text] for token in tokens_of(text)}
    assert all(token_of(known) for known in printed)
    return with_figures(parse(text), figures)


def draft(text: str = TEXT) -> Document:
    recommendation = Callout(
        "Recommendation", Tone.RECOMMENDATION, "Train supervisors", blocks("By the spring."),
        "3", deadline=date(2025, 3, 31),
    )  # fmt: skip
    return Document(
        inspection="shire-2023-25",
        force="Shire Constabulary",
        region="North West",
        cycle="2023-25",
        starts=date(2024, 3, 5),
        ends=date(2024, 5, 1),
        sections=(
            Section(
                "grades",
                "Our grades",
                (
                    Grades(
                        (
                            GradeLine("Investigating crime", "investigating", GOOD),
                            GradeLine("Planning", "planning", STANDING, below=True),
                            GradeLine("Victim service", "victims", None, "Not graded"),
                        ),
                        (GOOD, GradeMark("Inadequate", "red")),
                    ),
                ),
            ),
            Section(
                "investigating",
                "Investigating crime",
                (
                    Prose("Plans are good", blocks(text)),
                    Callout(
                        "Promising practice", Tone.GOOD, "A shared desk", blocks("It saves time.")
                    ),
                    Callout(
                        "Cause of concern", Tone.CONCERN, "Calls wait", blocks("Too long."), "2",
                        inside=(recommendation,), published_early_on=date(2024, 12, 3),
                    ),
                ),
                GOOD,
            ),
            Section("planning", "Planning", (), STANDING),
            Section("victims", "Victim service", (Prose("", blocks("All is well.")),), None,
                    "Not graded"),
            Section(
                "about",
                "About the data",
                (
                    Facts("Case files", (("Files", "100"), ("Window", "1 May 2023 to 1 June 2023")),
                          ("Counts have no interval.",)),
                    Listing("Figures", ("Figure", "Source"),
                            (("83 of 100 cases", "Sample vsa"),), (1, 2)),
                ),
            ),
        ),
    )  # fmt: skip


def published(number: int = 1) -> Document:
    """A published version; from the second on it is an erratum."""
    errata = tuple(
        Erratum(version, date(2025, version, 1), f"Reason {version}.")
        for version in range(2, number + 1)
    )
    return replace(
        draft(),
        number=number,
        first_published_on=date(2025, 1, 1),
        published_on=date(2025, number, 1),
        errata=errata,
    )
