"""What browsers are served as files: all of it there, hashed, and free to be served by us."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from peel.storage import ModuleAwareStaticFilesStorage
from scripts import vendor

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STATIC = settings.BASE_DIR / "static"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:", re.I)


def named_in_templates() -> set[str]:
    static_tag = re.compile(r"""\{% static ['"]([^'"]+)['"]""")
    return {name for path in TEMPLATES for name in static_tag.findall(path.read_text())}


@pytest.mark.parametrize("name", sorted(named_in_templates()))
def test_every_file_that_a_template_names_exists(name: str) -> None:
    assert finders.find(name)


# A report that is downloaded stands alone, with its styles inside. No page is made of it.
PAGES = [path for path in TEMPLATES if not path.match("judgments/report/file.html")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_template_holds_anything_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_the_styles_carry_nothing_that_only_the_government_may_show() -> None:
    text = (STATIC / "vendor/govuk/govuk-frontend.css").read_text()
    assert "--govuk-frontend-version" in text
    assert re.findall(r"@font-face|GDS Transport|crest|sourceMappingURL|url\(/", text) == []


def test_a_style_sheet_is_made_ours_to_serve() -> None:
    theirs = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        ".a{font-family:GDS Transport,arial;color:red}"
        ".b{background-image:url(/assets/images/govuk-crest.svg);padding:0}"
        ".c{background:url(/assets/images/arrow.svg)}\n/*# sourceMappingURL=a.css.map */\n"
    )
    assert vendor.stylesheet(theirs) == (
        ".a{font-family:arial;color:red}.b{padding:0}.c{background:url(assets/images/arrow.svg)}\n"
    )


def test_a_module_imports_the_hashed_names_of_others(tmp_path: Path) -> None:
    shutil.copytree(STATIC, tmp_path, dirs_exist_ok=True)
    storage = ModuleAwareStaticFilesStorage(location=tmp_path, base_url="/static/")
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()]
    for _, _, processed in storage.post_process({name: (storage, name) for name in names}):
        assert not isinstance(processed, Exception)
    text = (tmp_path / storage.stored_name("js/peel.js")).read_text()
    imported = re.findall(r'from "([^"]+)"', text)
    assert imported
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in imported)
    assert [name for name in imported if not (tmp_path / "js" / name).resolve().is_file()] == []
