"""The shipped changes of rules."""

from datetime import date

import pytest

from forces.models import Cycle
from forces.reference import load_reference
from forces.rule_changes import rule_changes, rule_changes_called


def test_they_stand_in_the_order_in_which_they_came():
    changes = rule_changes()
    assert [change.on for change in changes] == sorted(change.on for change in changes)
    assert len({change.code for change in changes}) == len(changes)
    assert all(type(change.on) is date and change.name for change in changes)


def test_they_are_found_by_code():
    (counting_rules,) = rule_changes_called(("counting_rules_2023",))
    assert counting_rules.on == date(2023, 5, 1)
    assert rule_changes_called(()) == ()
    with pytest.raises(KeyError, match="unheard_of"):
        rule_changes_called(("counting_rules_2023", "unheard_of"))


@pytest.mark.django_db
def test_the_counting_rules_changed_within_a_shipped_cycle():
    load_reference(by=None)
    (change,) = rule_changes_called(("counting_rules_2023",))
    assert Cycle.objects.filter(starts__lte=change.on, ends__gte=change.on).exists()
