"""The pages on which a sample is signed off and reopened."""

from functools import partial

import pytest

from cases.actions.moderating import Ruling, agree, decide
from cases.file_moderation import moderation_of
from cases.forms_signing import SignOffForm
from cases.models import CaseFile, Choice, Comment, Review, SignOff
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.reasons import ALL_THE_SAME
from tests.cases.test_results_page import URL, page

WHY = {"second_reviews": "A <pilot>."}


class TestSignOffPage:
    def test_says_what_is_not_ready_with_links(self, ready, sign_in, supervisor):
        Review.objects.filter(case_file__reference="A-1").update(state="submitted")
        response = sign_in(supervisor).get(f"{URL}sign-off/")
        assert "1 file is not accepted yet." in page(response)
        assert f'{URL}?state=submitted">1 submitted</a>' in response.content.decode()
        assert "Sign off these results" not in page(response)

    def test_names_missed_minimums_and_target(self, ready, sign_in, supervisor):
        ready.target = 5
        ready.minimums = [{"fact": "outcome_type", "value": "8", "files": 20}]
        ready.save()
        shown = page(sign_in(supervisor).get(f"{URL}sign-off/"))
        assert "The sample has 3 of the 5 files that were planned." in shown
        assert "2 of at least 20 files with" in shown
        assert "Sign off these results" in shown

    def test_signs_off(self, ready, sign_in, supervisor):
        response = sign_in(supervisor).post(f"{URL}sign-off/", WHY, follow=True)
        assert response.redirect_chain == [(f"{URL}results/", 302)]
        assert "Signed off as revision 1: 3 files." in page(response)
        assert SignOff.objects.get().sample == ready

    def test_asks_for_a_reason_where_something_is_not_clear(self, ready, sign_in, supervisor):
        client = sign_in(supervisor)
        asked = client.get(f"{URL}sign-off/")
        assert "1 of 6 is not clear." in page(asked)
        assert "No file was reviewed a second time." in page(asked)
        assert f'href="{URL}second-reviews/"' in asked.content.decode()
        assert asked.content.decode().count("<textarea") == 1
        refused = client.post(f"{URL}sign-off/", {"second_reviews": " "})
        assert "Second reviews: clear this, or say why" in page(refused)
        assert not SignOff.objects.exists()

    def test_says_when_everything_is_clear(
        self, ready, sign_in, supervisor, inspector, other_inspector
    ):
        CaseFile.objects.filter(reference="A-1").update(
            state="eliminated", elimination_reason="missing"
        )
        file = reviewed_twice(ready, inspector, other_inspector, {"effective": "no"})
        Review.objects.update(state="accepted")
        for code in moderation_of(file).agreed.open:
            decide(
                case_file=file.pk,
                ruling=Ruling(code, Choice.FIRST, reason="In the log."),
                by=supervisor,
            )
        agree(case_file=file.pk, by=supervisor)
        response = sign_in(supervisor).get(f"{URL}sign-off/")
        assert "Everything is clear." in page(response)
        assert "1 file reviewed twice, and moderated." in page(response)
        assert "<textarea" not in response.content.decode()
        sign_in(supervisor).post(f"{URL}sign-off/")
        assert not SignOff.objects.get().waivers.exists()

    def test_says_what_became_unclear_meanwhile(self, ready, sign_in, supervisor, monkeypatch):
        """A comment comes in between the page's look and the lock of the sign-off."""
        comment = partial(
            Comment.objects.create,
            review=Review.objects.get(case_file__reference="A-1"),
            text="Wait.",
            by=supervisor,
        )
        valid = SignOffForm.is_valid

        def is_valid(form: SignOffForm) -> bool:
            comment()
            return valid(form)

        monkeypatch.setattr(SignOffForm, "is_valid", is_valid)
        response = sign_in(supervisor).post(f"{URL}sign-off/", WHY)
        assert "1 comment is not resolved." in page(response)
        assert WHY["second_reviews"] in page(response)
        assert not SignOff.objects.exists()

    def test_prints_the_reasons_with_the_revision(
        self, ready, sign_in, supervisor, observer, inspector
    ):
        sign_in(supervisor).post(f"{URL}sign-off/", WHY)
        for address in (f"{URL}results/", f"{URL}revisions/1/"):
            for person in (supervisor, observer):
                shown = sign_in(person).get(address).content.decode()
                assert "No file was reviewed a second time." in shown
                assert "A &lt;pilot&gt;." in shown
            assert "pilot" not in sign_in(inspector).get(address).content.decode()

    def test_counts_a_single_file_as_one(self, ready, sign_in, supervisor):
        CaseFile.objects.exclude(reference="A-1").update(
            state="eliminated", elimination_reason="missing"
        )
        response = sign_in(supervisor).post(f"{URL}sign-off/", ALL_THE_SAME, follow=True)
        assert "Signed off as revision 1: 1 file." in page(response)

    def test_refuses_what_is_not_ready(self, ready, sign_in, supervisor):
        Review.objects.filter(case_file__reference="A-1").update(state="submitted")
        response = sign_in(supervisor).post(f"{URL}sign-off/")
        assert response.status_code == 409
        assert not SignOff.objects.exists()

    def test_says_that_it_is_done(self, signed, sign_in, supervisor):
        for response in (
            sign_in(supervisor).get(f"{URL}sign-off/"),
            sign_in(supervisor).post(f"{URL}sign-off/"),
        ):
            assert response.status_code == 409
            assert "signed off already" in page(response)

    @pytest.mark.parametrize("address", ["sign-off/", "reopen/"])
    @pytest.mark.parametrize("role", ["inspector", "other_supervisor", "administrator", "observer"])
    def test_is_for_a_supervisor_of_the_inspection(self, role, address, signed, sign_in, request):
        client = sign_in(request.getfixturevalue(role))
        assert client.get(f"{URL}{address}").status_code == 403
        assert client.post(f"{URL}{address}", {"reason": "So"}).status_code == 403
        signed.refresh_from_db()
        assert not signed.is_open


class TestReopenPage:
    def test_asks_for_the_reason(self, signed, sign_in, supervisor):
        response = sign_in(supervisor).post(f"{URL}reopen/", {"reason": " "})
        assert "Give the reason." in page(response)
        signed.refresh_from_db()
        assert not signed.is_open

    def test_reopens(self, signed, sign_in, supervisor):
        response = sign_in(supervisor).post(f"{URL}reopen/", {"reason": "A file"}, follow=True)
        assert "Reopened." in page(response)
        assert signed.sign_offs.get().reopened_because == "A file"

    def test_says_that_an_open_sample_is_open(self, ready, sign_in, supervisor):
        assert sign_in(supervisor).get(f"{URL}reopen/").status_code == 409
