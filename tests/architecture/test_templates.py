"""Templates know their own room and the foundation, and hold nothing that the content security policy forbids."""

import re
from pathlib import Path

import laeringslean

PACKAGE = Path(laeringslean.__file__).parent
TEMPLATES = sorted(path for kind in ("templates", "jinja2") for path in PACKAGE.glob(f"*/{kind}/**/*.html"))
_MENTIONED = re.compile(r"""\{%-?\s*(?:include|extends|import|from)\s+["']([\w-]+)/""")
_INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
_POST = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)


def _texts() -> list[tuple[str, str]]:
    return [(str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8")) for path in TEMPLATES]


def test_there_are_templates():
    assert len(TEMPLATES) > 30


def test_a_template_includes_none_of_another_room():
    # The demo's entrance lives in config.
    also = {"config": {"demo"}}
    strangers = [
        (name, other)
        for name, text in _texts()
        for other in _MENTIONED.findall(text)
        if other not in {"foundation", name.split("/")[0]} | also.get(name.split("/")[0], set())
    ]
    assert strangers == []


def test_a_template_stands_in_a_folder_named_as_its_room():
    folders = [Path(name).parts for name, _ in _texts() if len(Path(name).parts) > 3]
    assert [parts for parts in folders if parts[2] != parts[0] and parts[2] != "demo"] == []


def test_a_template_has_no_inline_script_or_style():
    found = [name for name, text in _texts() if _INLINE_STYLE.search(text) or _INLINE_SCRIPT.search(text)]
    assert found == []


def test_a_form_that_is_posted_carries_the_token():
    forms = [(name, form) for name, text in _texts() for form in _POST.findall(text)]
    assert [name for name, form in forms if "csrf" not in form and "{% include" not in form] == []
