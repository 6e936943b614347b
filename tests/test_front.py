"""The shell of every page, the components, the forms and the pages that say no."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from accounts.models import Role, User
from peel.lib.errors import Conflict, Invalid, Refused
from peel.lib.widgets import DateInput
from peel.navigation import navigation
from peel.refusals import answer_to
from tests.factories import UserFactory
from tests.front_urls import FilterForm, ShowcaseForm

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
NOTICE = "The case files here are synthetic: no real person or case is described."
ERRORS = {
    "refused": (403, "Inspector 3 is seconded from &lt;Lancashire&gt; Constabulary."),
    "conflict": (409, "The sample was signed off on 3 March."),
    "invalid": (400, "Row 9: the date is in the future."),
    "forbidden": (403, "Only the lead may do this."),
    "too-large": (413, "larger than Peel accepts"),
    "broken": (500, "Something went wrong in Peel"),
    "nowhere": (404, "Page not found"),
}


@pytest.fixture
def front(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.front_urls"
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], "tests/templates"]}
    ]
    return Client(raise_request_exception=False)


@pytest.fixture
def signed_in(front: Client, inspector: User) -> Client:
    front.force_login(inspector)
    return front


def page_of(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


@pytest.mark.parametrize("path", [*ERRORS, "showcase", "confirm"])
def test_no_page_holds_anything_inline(signed_in: Client, path: str) -> None:
    assert INLINE.findall(page_of(signed_in, f"/{path}/")) == []


@pytest.mark.parametrize("path", [*ERRORS, "showcase", "confirm"])
def test_every_page_of_a_demonstration_says_that_it_is_one(
    signed_in: Client, settings: Settings, path: str
) -> None:
    assert NOTICE not in page_of(signed_in, f"/{path}/")
    settings.DEMONSTRATION = True
    assert NOTICE in page_of(signed_in, f"/{path}/")


def test_the_description_of_the_api_is_a_page_like_the_others(
    client: Client, inspector: User, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    client.force_login(inspector)
    page = page_of(client, reverse("api:docs"))
    assert NOTICE in page
    assert INLINE.findall(page) == []
    assert f'href="{reverse("accounts:tokens")}"' in page
    assert f'href="{reverse("api:docs")}"' in page_of(client, reverse("accounts:tokens"))


@pytest.mark.parametrize(("path", "expected"), ERRORS.items())
def test_an_error_page_says_what_happened(
    signed_in: Client, path: str, expected: tuple[int, str]
) -> None:
    response = signed_in.get(f"/{path}/")
    status, sentence = expected
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "a secret of the server" not in response.content.decode()


def test_every_reason_of_an_invalid_request_is_shown(signed_in: Client) -> None:
    page = page_of(signed_in, "/invalid/")
    assert "Row 2: the reference is missing." in page
    assert "Row 9: the date is in the future." in page


WAY_BACK = re.compile(r'href="([^"]*)">Go back to where you were')


@pytest.mark.parametrize("path", ["refused", "conflict", "invalid"])
def test_a_refusal_leads_back_to_where_the_person_was(signed_in: Client, path: str) -> None:
    before = "http://testserver/showcase/?page=2&amp;answer=yes"
    page = page_of(signed_in, f"/{path}/", referer=before.replace("&amp;", "&"))
    assert WAY_BACK.findall(page) == [before]


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "http://testserver/conflict/",
        "https://elsewhere.example/showcase/",
        "//elsewhere.example/",
        "http://testserver@elsewhere.example/",
        "javascript:alert(1)",
    ],
)
def test_a_refusal_leads_nowhere_else(signed_in: Client, referrer: str) -> None:
    page = page_of(signed_in, "/conflict/", referer=referrer)
    assert WAY_BACK.findall(page) == []
    assert "Go to the first page" in page


@pytest.mark.parametrize("path", ["refused", "conflict", "invalid"])
def test_a_program_gets_the_reason_as_json(signed_in: Client, path: str) -> None:
    response = signed_in.get(f"/{path}/", headers={"accept": "application/json"})
    assert response.status_code == ERRORS[path][0]
    assert response.json()["messages"]
    assert response.json()["detail"] == " ".join(response.json()["messages"])


@pytest.mark.parametrize(
    ("error", "status"), [(Refused("a"), 403), (Conflict("b"), 409), (Invalid("c"), 400)]
)
def test_each_refusal_has_its_status(rf: RequestFactory, error: Exception, status: int) -> None:
    response = answer_to(rf.get("/", headers={"accept": "application/json"}), error)
    assert response is not None
    assert response.status_code == status


def test_any_other_error_is_left_to_django(rf: RequestFactory) -> None:
    assert answer_to(rf.get("/"), RequestDataTooBig()) is None


def test_a_post_without_its_token_is_explained(settings: Settings, front: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


def test_a_body_too_large_is_413_even_before_the_view(settings: Settings, front: Client) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    response = client.post(
        "/accounts/login/", "a" * 200, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413


def menu_of(rf: RequestFactory, user: User | AnonymousUser, path: str = "/") -> list[str]:
    request = rf.get(path)
    request.user = user
    return [item.title for item in navigation(request)["navigation"]()]


def test_only_an_administrator_sees_administration(rf: RequestFactory, db: None) -> None:
    menus = {role: menu_of(rf, UserFactory.build(role=role)) for role in Role.values}
    assert [role for role, menu in menus.items() if "Administration" in menu] == [
        Role.ADMINISTRATOR
    ]


def test_work_is_in_the_menu_of_those_who_do_it(rf: RequestFactory) -> None:
    menus = {role: menu_of(rf, UserFactory.build(role=role)) for role in Role.values}
    assert {role for role, menu in menus.items() if "My work" in menu} == {
        Role.INSPECTOR,
        Role.SUPERVISOR,
    }


def test_results_are_in_everybodys_menu(rf: RequestFactory) -> None:
    menus = [menu_of(rf, UserFactory.build(role=role)) for role in Role.values]
    assert all("Results" in menu for menu in menus)


def test_nobody_signed_in_has_no_menu(rf: RequestFactory) -> None:
    assert menu_of(rf, AnonymousUser()) == []


def test_the_menu_marks_where_one_is(rf: RequestFactory) -> None:
    request = rf.get("/admin/accounts/")
    request.user = UserFactory.build(role=Role.ADMINISTRATOR)
    marked = {i.title: (i.active, i.current) for i in navigation(request)["navigation"]()}
    assert marked["Administration"] == (True, False)
    assert not any(active for title, (active, _) in marked.items() if title != "Administration")


def test_messages_are_escaped_banners(signed_in: Client) -> None:
    page = page_of(signed_in, "/showcase/")
    assert page.count('role="alert"') == 2
    assert "Row 4 &lt;i&gt;has no reference&lt;/i&gt;." in page


def test_a_person_signs_out_by_a_post(signed_in: Client) -> None:
    page = page_of(signed_in, "/showcase/")
    form = page[page.index("data-sign-out") - 200 : page.index("Sign out</button>")]
    assert 'method="post"' in form
    assert "csrfmiddlewaretoken" in form


SENT = {
    "name": "<b>a</b>",
    "count": "0",
    "closed_on_day": "31",
    "closed_on_month": "2",
    "closed_on_year": "2024",
    "note": "<b>a</b>",
}


def test_each_error_links_to_its_field() -> None:
    html = str(ShowcaseForm(SENT))
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert targets == [
        "id_count", "id_answer_0", "id_grade", "id_closed_on_day", "id_password", "id_sure",
    ]  # fmt: skip
    assert [t for t in targets if f'id="{t}"' not in html] == []


def test_what_describes_a_field_exists() -> None:
    html = str(ShowcaseForm(SENT))
    described = {i for ids in re.findall(r'aria-describedby="([^"]+)"', html) for i in ids.split()}
    assert {"id_name_helptext", "id_count_error", "id_closed_on_error"} <= described
    assert [i for i in described if html.count(f'id="{i}"') != 1] == []


def test_an_error_of_the_whole_form_is_shown_escaped() -> None:
    html = str(ShowcaseForm(SENT))
    assert html.count("The name and the note must &lt;b&gt;differ&lt;/b&gt;.") == 1
    assert "<b>a</b>" not in html


def test_optional_fields_say_so_except_in_filters() -> None:
    assert "(optional)" in str(FilterForm())
    assert "(optional)" not in render_to_string("components/filters.html", {"form": FilterForm()})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (("31", "2", "2024"), ("31", "2", "2024")),
        (("x", "", "24"), ("x", "", "24")),
        (("5", "11", "2024"), (5, 11, 2024)),
    ],
)
def test_a_date_comes_back_as_it_was_typed(
    typed: tuple[str, str, str], shown: tuple[object, object, object]
) -> None:
    data = dict(zip(("on_day", "on_month", "on_year"), typed, strict=True))
    widget = DateInput()
    boxes = widget.get_context("on", widget.value_from_datadict(data, MultiValueDict(), "on"), {})[
        "widget"
    ]
    values = tuple(box["value"] for box in boxes["subwidgets"])
    assert values == tuple(str(value) if value != "" else None for value in shown)


def test_a_date_is_read_from_its_three_boxes() -> None:
    form = ShowcaseForm({**SENT, "closed_on_day": "29"})
    form.is_valid()
    assert form.cleaned_data["closed_on"].isoformat() == "2024-02-29"


def test_pages_keep_the_filter_of_the_list(signed_in: Client) -> None:
    page = page_of(signed_in, "/showcase/?answer=yes&page=7")
    links = re.findall(r'href="\?([^"]+)" aria-label="Page (\d+) of 25"', page)
    assert [number for _, number in links] == ["1", "6", "7", "8", "25"]
    assert all("answer=yes" in query for query, _ in links)


@pytest.mark.parametrize(("met", "of", "widths"), [(83, 100, ["100", "83"]), (0, 0, ["1", "0"])])
def test_a_bar_is_as_long_as_its_figure(met: int, of: int, widths: list[str]) -> None:
    svg = render_to_string("components/bar.html", {"met": met, "of": of})
    assert re.findall(r'<rect[^>]* width="(\d+)"', svg) == widths


def test_what_is_missing_is_named_with_its_remedy() -> None:
    html = str(ShowcaseForm({}))
    assert "This field is required." not in html
    assert html.count("Fill in “Name”.") == 2
    assert html.count("Choose an answer to “Answer”.") == 2
    assert html.count("Choose an answer to “Grade”.") == 2
    assert html.count("Tick “I am sure”.") == 2
