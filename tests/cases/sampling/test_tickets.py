"""Tickets can be computed by anybody, and seeds can be typed again."""

import doctest
import re
import subprocess
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.references import normalise_reference
from cases.sampling import proportions, tickets, values, wording
from cases.sampling.seeds import fresh_seed, reason_against
from cases.sampling.tickets import ticket_machine, ticket_of

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize("module", [proportions, tickets, values, wording])
def test_the_examples_in_the_docstrings_hold(module):
    ran = doctest.testmod(module)
    assert ran.attempted > 0
    assert ran.failed == 0


def test_a_ticket_is_what_another_program_computes():
    told = subprocess.run(
        ["sha256sum"], input=b"Peel,04/000123/23 A", capture_output=True, check=True
    )
    assert ticket_of("Peel", " 04/000123/23  a ") == told.stdout.decode().split()[0]


def test_known_digests():
    """Computed once with a tool that has nothing to do with Peel."""
    assert ticket_of("Peel", "04/000123/23") == (
        "e148700b2bd6ad0bc672d011ad35d1c3fb2af5ed4d95bfddfe245196bfbccee7"
    )


@given(text, text)
def test_both_ways_give_the_sha_256_of_seed_comma_reference(seed, reference):
    normalised = normalise_reference(reference)
    expected = sha256(f"{seed},{normalised}".encode()).hexdigest()
    assert ticket_of(seed, reference) == ticket_machine(seed)(normalised) == expected


@pytest.mark.parametrize(
    "written", ["04/1 a", "04/1\u00a0A", " 04/1  A", "\uff10\uff14/1 a", "04/1\tA\n", "04/1 \uff41"]
)
def test_spaces_case_and_width_change_no_ticket(written):
    assert ticket_of("Peel", written) == ticket_of("Peel", "04/1 A")


def test_fresh_seeds_differ_and_can_be_published():
    seeds = {fresh_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert all(re.fullmatch("[0-9a-f]{32}", seed) for seed in seeds)
    assert not any(reason_against(seed) for seed in seeds)


@pytest.mark.parametrize(
    ("seed", "reason"),
    [
        ("", "Enter a seed"),
        ("  ", "Enter a seed"),
        (" Peel", "Remove the spaces"),
        ("Peel  2024", "Remove the spaces"),
        ("x" * 101, "Shorten the seed to 100 characters. It has 101 now."),
        ("Peel\u200b", "can't be seen"),
        ("Peel\t2024", "can't be seen"),
        ("Peel\u00a02024", "can't be seen"),
        ("Cafe\u0301", "typed in two ways"),
        ("ﬁne", "typed in two ways"),
    ],
)
def test_a_seed_that_nobody_could_type_again_is_refused(seed, reason):
    assert reason in (reason_against(seed) or "")


@pytest.mark.parametrize("seed", ["Peel", "Lancashire 2024-06-03", "0", "a,b", "Café"])
def test_a_plain_seed_is_taken(seed):
    assert reason_against(seed) is None
