"""The forms of a sampling plan: its frame, and its strata, minimums and exclusions one by one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms import BoundField

from cases.models import SamplingPlan
from cases.plan_drafts import Kind
from cases.sampling.plans import MOST_FILES
from cases.sampling.seeds import LONGEST_SEED, reason_against
from cases.sampling.values import NOT_RECORDED
from checklists.instrument import Fact, Instrument

NONE_RECORDED = "_none"
LONGEST_TITLE = 200
FIXED, PROPORTIONAL, AT_LEAST = "fixed", "proportional", "at_least"

ByValue = Mapping[str, Sequence[tuple[str, int]]]
"""The values of each fact that the extract holds, with their numbers of records."""


def _short_number() -> forms.NumberInput:
    return forms.NumberInput({"class": "govuk-input--width-5"})


class FrameForm(forms.Form):
    """What a plan says of the whole: title, target, reserve; and the seed of this draw."""

    title = forms.CharField(max_length=LONGEST_TITLE, help_text="The certificate shows it.")
    target = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_FILES,
        label="Files to draw",
        help_text="May be left empty when every stratum has a fixed number.",
        widget=_short_number(),
    )
    share = forms.IntegerField(
        min_value=0,
        max_value=1_000,
        label="Reserve, as a percentage of the files drawn",
        help_text="Reserve files take the place of files that can't be reviewed.",
        widget=_short_number(),
    )
    at_least = forms.IntegerField(
        min_value=0,
        max_value=1_000,
        label="But at least, for each stratum",
        widget=_short_number(),
    )
    seed = forms.CharField(
        max_length=LONGEST_SEED,
        strip=False,
        label="Seed",
        help_text=(
            "With the extract and the seed anybody can repeat the draw. This one comes from the "
            "system's randomness. You may type another, such as one that was published before."
        ),
    )

    def clean_seed(self) -> str:
        seed: str = self.cleaned_data["seed"]
        if reason := reason_against(seed):
            raise forms.ValidationError(reason)
        return seed

    def changed(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """The draft with what was entered."""
        data = self.cleaned_data
        reserve = {"share": data["share"], "at_least": data["at_least"]}
        return {**draft, "title": data["title"], "target": data["target"], "reserve": reserve}


class ConditionForm(forms.Form):
    """Which records: for each fact, any of the values that are chosen."""

    needs_condition = True

    def __init__(
        self, *args: Any, instrument: Instrument, by_value: ByValue, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.divisible = [fact for fact in instrument.facts if fact.kind != "date"]
        for fact in self.divisible:
            self.fields[f"where_{fact.code}"] = _values_field(fact, by_value.get(fact.code, ()))

    def conditions(self) -> Iterator[tuple[BoundField, bool]]:
        """The fields of the condition, and whether something is chosen in each."""
        for fact in self.divisible:
            bound = self[f"where_{fact.code}"]
            yield bound, bool(bound.value() or bound.errors)

    def clean(self) -> None:
        if self.needs_condition and not self.errors and not self.where():
            self.add_error(None, "Choose which records: at least one value of one fact.")

    def where(self) -> dict[str, list[str]]:
        """What was chosen, as a plan writes it."""
        chosen = {f.code: self.cleaned_data.get(f"where_{f.code}") or [] for f in self.divisible}
        return {
            code: [NOT_RECORDED if value == NONE_RECORDED else value for value in values]
            for code, values in chosen.items()
            if values
        }

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        """The initial values for an entry of a plan."""
        return {
            f"where_{code}": [value or NONE_RECORDED for value in values]
            for code, values in entry.get("where", {}).items()
        }

    def entry(self) -> dict[str, Any]:
        """The entry of a plan that was described."""
        raise NotImplementedError


class StratumForm(ConditionForm):
    """A stratum, or one for every value of a fact, and how many files are drawn from it."""

    needs_condition = False

    title = forms.CharField(
        required=False,
        max_length=LONGEST_TITLE,
        help_text="Without one it is called after its values.",
    )
    quota = forms.ChoiceField(
        label="How many files are drawn from it?",
        choices=[
            (FIXED, "A fixed number"),
            (PROPORTIONAL, "Its share of the files that the fixed numbers leave"),
            (AT_LEAST, "Its share, but never fewer than a number"),
        ],
        widget=forms.RadioSelect,
        initial=FIXED,
        error_messages={"required": "Choose how many files are drawn from it."},
    )
    number = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_FILES,
        label="Number",
        help_text="Not needed for a share alone.",
        widget=_short_number(),
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, instrument=instrument, **kwargs)
        self.fields["each"] = forms.MultipleChoiceField(
            choices=[(fact.code, fact.label) for fact in self.divisible],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label="Make one stratum for every value of",
            help_text="With several facts, one for every combination that the extract holds.",
        )

    def clean(self) -> None:
        super().clean()
        quota = self.cleaned_data.get("quota")
        number = self.cleaned_data.get("number")
        if quota in (FIXED, AT_LEAST) and number is None and "number" not in self.errors:
            self.add_error("number", "Enter the number of files.")

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        initial = ConditionForm.initial_of(entry)
        quota = entry.get("quota", PROPORTIONAL)
        if isinstance(quota, int):
            initial |= {"quota": FIXED, "number": quota}
        elif isinstance(quota, Mapping):
            initial |= {"quota": AT_LEAST, "number": quota["at_least"]}
        else:
            initial |= {"quota": PROPORTIONAL}
        return initial | {"title": entry.get("title", ""), "each": entry.get("each", [])}

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        entry: dict[str, Any] = {"quota": self._quota()}
        entry |= {"title": data["title"]} if data["title"] else {}
        entry |= {"where": self.where()} if self.where() else {}
        return entry | ({"each": data["each"]} if data["each"] else {})

    def _quota(self) -> int | str | dict[str, int]:
        number: int = self.cleaned_data["number"]
        match self.cleaned_data["quota"]:
            case "fixed":
                return number
            case "at_least":
                return {"at_least": number}
            case _:
                return PROPORTIONAL


class MinimumForm(ConditionForm):
    """Files that the sample must hold at least, whatever strata they are in."""

    at_least = forms.IntegerField(
        min_value=1, max_value=MOST_FILES, label="At least how many files?", widget=_short_number()
    )

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        return ConditionForm.initial_of(entry) | {"at_least": entry.get("files")}

    def entry(self) -> dict[str, Any]:
        return {"where": self.where(), "files": self.cleaned_data["at_least"]}


class ExclusionForm(ConditionForm):
    """Records that are left out before anything is drawn."""

    reason = forms.CharField(
        max_length=LONGEST_TITLE,
        label="Why are they left out?",
        help_text="The certificate shows it.",
    )

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        return ConditionForm.initial_of(entry) | {"reason": entry.get("reason", "")}

    def entry(self) -> dict[str, Any]:
        return {"where": self.where(), "reason": self.cleaned_data["reason"]}


FORMS: dict[Kind, type[ConditionForm]] = {
    "strata": StratumForm,
    "minimums": MinimumForm,
    "exclusions": ExclusionForm,
}


class LinesField(forms.CharField):
    """Several texts, each on a line of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def _values_field(fact: Fact, held: Sequence[tuple[str, int]]) -> forms.Field:
    numbers = dict(held)
    if not fact.choices:
        return LinesField(
            required=False,
            label=fact.label,
            help_text="Write each value on a line of its own, as the extract does.",
        )
    values = [choice.code for choice in fact.choices] + ([] if fact.required else [NOT_RECORDED])
    return forms.MultipleChoiceField(
        choices=[(value or NONE_RECORDED, _labelled(fact, value, numbers)) for value in values],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=fact.label,
    )


def _labelled(fact: Fact, value: str, numbers: Mapping[str, int]) -> str:
    label = fact.label_of(value) if value else "Not recorded"
    return f"{label} ({numbers.get(value, 0):,})"


class SavedPlanForm(forms.Form):
    """Which saved plan takes the place of the one in the making."""

    saved = forms.ModelChoiceField(
        queryset=SamplingPlan.objects.none(),
        label="Use a saved plan instead",
        empty_label="Choose a plan",
        to_field_name="slug",
    )

    def __init__(self, *args: Any, checklist: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = SamplingPlan.objects.filter(checklist__code=checklist)
        cast(forms.ModelChoiceField[SamplingPlan], self.fields["saved"]).queryset = plans


class SaveForm(forms.Form):
    """Under which name a plan is saved."""

    title = forms.CharField(max_length=LONGEST_TITLE)
    code = forms.SlugField(
        max_length=50,
        label="Short name",
        help_text="Small letters, digits and hyphens. Commands and addresses use it.",
    )
    replace = forms.BooleanField(
        required=False, label="Replace a plan that is saved under this short name already"
    )


class OrderForm(forms.Form):
    """The order to draw, with the shortfalls that are accepted."""

    def __init__(self, *args: Any, shortfalls: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shortfalls:
            self.fields["accept"] = forms.BooleanField(
                label="Draw fewer files, as named above. The certificate will say so.",
                error_messages={"required": "Tick that fewer files are drawn, or change the plan."},
            )
