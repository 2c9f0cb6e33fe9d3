"""Bringing a list in, step by step: choose the file, say what columns and words mean, look, import, see it done.

Every step has an address and works by plain forms, so a list can be left and come back to. What the kinds of list have
of their own is said by their rooms (`foundation/lists/kinds.py`).
"""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation import uploads
from laeringslean.foundation.exports import list_answer
from laeringslean.foundation.lists.books import Book, read_book, unpacked
from laeringslean.foundation.lists.faults import LARGEST_FILE, UnreadableTable
from laeringslean.foundation.lists.kinds import ListKind, Setting, Work
from laeringslean.foundation.lists.mapping import (
    ROWS_OF_HEADINGS,
    Mapping,
    headings_of,
    propose,
    rows_below,
    words_in,
)
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.actions import list_imports
from laeringslean.organisation.models import ImportKind, ImportState, ListImport
from laeringslean.overview.actions.imports import KINDS, PERMISSIONS, NoLongerKept, begin

TITLES = {
    ImportKind.IDEAS: gettext_lazy("Import ideas"),
    ImportKind.UNITS: gettext_lazy("Import units"),
    ImportKind.PEOPLE: gettext_lazy("Import people"),
}
# The largest body that the server takes is a little larger.
LARGEST_UPLOAD = min(LARGEST_FILE, 10 * 1024 * 1024)
SAMPLES, EXAMPLES_SHOWN, ERRORS_A_PAGE = 3, 10, 50


@signed_in
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; and the lists that one has under way."""
    if kind not in KINDS:
        raise Http404
    require(request.viewer, PERMISSIONS[kind])
    fault = ""
    if request.method == "POST":
        try:
            return _received(request, kind)
        except UnreadableTable as unreadable:
            line = unreadable.error.line
            fault = _("Line %(line)s: %(fault)s") % {"line": line, "fault": unreadable} if line > 1 else str(unreadable)
    mine = ListImport.objects.visible_to(request.viewer).filter(kind=kind).order_by("-id")
    context = {"kind": kind, "title": TITLES[ImportKind(kind)], "fault": fault, "mine": mine, "is_import": True}
    return render(request, "overview/import_new.html", _with_neighbours(request, context), status=422 if fault else 200)


def _with_neighbours(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    may_manage = request.viewer.can(Permission.ORGANISATION_MANAGE)
    others = [ImportKind.UNITS, ImportKind.PEOPLE] if may_manage else []
    return {**context, "others": [(each.value, TITLES[each]) for each in others if each != context["kind"]]}


def _received(request: HttpRequest, kind: str) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise UnreadableTable(1, "", _("Choose a file."))
    if (file.size or 0) > LARGEST_UPLOAD:
        raise UnreadableTable(1, "", _("The file is larger than 10 MB."))
    book = read_book(file.read())
    number = book.most_likely
    fields = KINDS[kind](request.viewer).fields
    listed = list_imports.prepare(
        kind=kind,
        book=book,
        file_name=file.name or "",
        mapping=propose(book.sheets[number], fields, number),
        by=request.viewer.person_id,
    )
    return redirect("overview:import-columns", pk=listed.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column holds what; the first rows stand beside."""
    listed = _draft(request, pk)
    if isinstance(listed, HttpResponse):
        return listed
    kind, book, mapping = _opened(request, listed)
    faults: list[str] = []
    if request.method == "POST" and "sheet" in request.POST:
        number = _number(request.POST.get("sheet"), len(book.sheets), mapping.sheet)
        header = _number(request.POST.get("header"), len(book.sheets[number].rows), -1)
        chosen = header if header >= 0 and number == mapping.sheet else None
        list_imports.say(listed=listed, mapping=propose(book.sheets[number], kind.fields, number, chosen))
        return redirect("overview:import-columns", pk=pk)
    if request.method == "POST":
        mapping, faults = _columns_of(request, kind, book, mapping)
        if not faults:
            list_imports.say(listed=listed, mapping=mapping)
            return redirect("overview:import-words", pk=pk)
    return render(
        request, "overview/import_columns.html", _columns_page(listed, kind, book, mapping, faults), status=_ok(faults)
    )


def _ok(faults: object) -> int:
    return 422 if faults else 200


def _columns_of(request: HttpRequest, kind: ListKind, book: Book, before: Mapping) -> tuple[Mapping, list[str]]:
    """The columns as chosen on the page, and what is wrong with them."""
    labels = {each.key: each.label for each in kind.fields}
    faults: list[str] = []
    columns: dict[str, int] = {}
    for column in range(book.sheets[before.sheet].width):
        key = request.POST.get(f"column-{column}", "")
        if key in columns:
            faults.append(_("Two columns hold the same: %(name)s. Choose one of them.") % {"name": labels[key]})
        elif key in labels:
            columns[key] = column
    mapping = Mapping(before.sheet, before.header, columns, before.words, before.settings)
    return mapping, [*faults, *map(str, kind.missing(mapping))]


def _columns_page(
    listed: ListImport, kind: ListKind, book: Book, mapping: Mapping, faults: list[str]
) -> dict[str, Any]:
    sheet = book.sheets[mapping.sheet]
    below = rows_below(sheet, mapping.header)
    chosen = {column: key for key, column in mapping.columns.items()}
    columns = [
        {
            "number": number,
            "heading": heading,
            "chosen": chosen.get(number, ""),
            "samples": [cells[number] for _line, cells in below[:60] if number < len(cells) and cells[number]][
                :SAMPLES
            ],
        }
        for number, heading in enumerate(headings_of(sheet, mapping.header))
    ]
    return {
        "listed": listed,
        "title": TITLES[ImportKind(listed.kind)],
        "book": book,
        "mapping": mapping,
        "faults": faults,
        "rows": len(below),
        "columns": [column for column in columns if column["samples"] or column["chosen"]],
        "fields": [(each.key, each.label) for each in kind.fields],
        "headers": [
            (place, line, " · ".join(filter(None, cells))[:90])
            for place, (line, cells) in enumerate(sheet.rows[:ROWS_OF_HEADINGS])
        ],
    }


@signed_in
@require_http_methods(["GET", "POST"])
def import_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the words in columns mean, and what holds for the whole list."""
    listed = _draft(request, pk)
    if isinstance(listed, HttpResponse):
        return listed
    kind, book, mapping = _opened(request, listed)
    if kind.missing(mapping):
        return redirect("overview:import-columns", pk=pk)
    questions = _questions(kind, book, mapping)
    settings = kind.settings(mapping)
    if not questions and not settings:
        return redirect("overview:import-preview", pk=pk)
    faults: list[str] = []
    if request.method == "POST":
        mapping, faults = _words_of(request, kind, questions, settings, mapping)
        if not faults:
            list_imports.say(listed=listed, mapping=mapping)
            return redirect("overview:import-preview", pk=pk)
    context = {
        "listed": listed,
        "title": TITLES[ImportKind(listed.kind)],
        "faults": faults,
        "questions": questions,
        "settings": [(each, mapping.settings.get(each.key, each.initial)) for each in settings],
    }
    return render(request, "overview/import_words.html", context, status=_ok(faults))


def _questions(kind: ListKind, book: Book, mapping: Mapping) -> list[dict[str, Any]]:
    """For every column of words: the words, how often each stands there, and what it means so far."""
    sheet = book.sheets[mapping.sheet]
    questions = []
    for each in kind.fields:
        if not each.has_words or each.key not in mapping.columns:
            continue
        said = mapping.words.get(each.key, {})
        words = [
            {
                "name": f"word-{each.key}-{number}",
                "word": word,
                "written": written,
                "times": times,
                "chosen": said.get(word) or kind.meaning(each.key, written),
            }
            for number, (word, written, times) in enumerate(words_in(sheet, mapping, each.key))
        ]
        if words:
            questions.append({"key": each.key, "label": each.label, "words": words, "choices": kind.choices(each.key)})
    return questions


def _words_of(
    request: HttpRequest, kind: ListKind, questions: list[dict[str, Any]], settings: list[Setting], before: Mapping
) -> tuple[Mapping, list[str]]:
    meanings: dict[str, dict[str, str]] = {}
    for question in questions:
        allowed = {key for key, _label in question["choices"]}
        for word in question["words"]:
            word["chosen"] = request.POST.get(word["name"], "")
            if word["chosen"] in allowed:
                meanings.setdefault(question["key"], {})[word["word"]] = word["chosen"]
    decided, faults = {}, []
    for setting in settings:
        value = request.POST.get(setting.key, "").strip()[:2000]
        if setting.choices is not None and value not in {key for key, _label in setting.choices}:
            value = setting.initial
        if setting.is_required and not value:
            faults.append(_("Choose: %(name)s") % {"name": setting.label})
        decided[setting.key] = value
    return Mapping(before.sheet, before.header, before.columns, meanings, decided), faults


@signed_in
@require_GET
def import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the import would do, the first rows as they will be, and every row that is wrong."""
    listed = _draft(request, pk)
    if isinstance(listed, HttpResponse):
        return listed
    looked = _looked_through(request, listed)
    if isinstance(looked, HttpResponse):
        return looked
    kind, work = looked
    report = work.report
    pages = Paginator(report.errors, ERRORS_A_PAGE)
    context = {
        "listed": listed,
        "title": TITLES[ImportKind(listed.kind)],
        "report": report,
        "rows": work.total,
        "page": pages.get_page(request.GET.get("page")),
        "warnings": getattr(report, "warnings", [])[:ERRORS_A_PAGE],
        "examples": kind.examples(work, EXAMPLES_SHOWN),
        "changes_something": bool(report.created or report.updated),
    }
    return render(request, "overview/import_preview.html", context)


@signed_in
@require_GET
def import_errors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every row that is wrong, for a spreadsheet, with what stands in it."""
    listed = _draft(request, pk)
    if isinstance(listed, HttpResponse):
        return listed
    _kind, book, mapping = _opened(request, listed)
    looked = _looked_through(request, listed)
    if isinstance(looked, HttpResponse):
        return looked
    cells = dict(book.sheets[mapping.sheet].rows)
    header = [_("Line"), _("Column"), _("What is wrong"), *headings_of(book.sheets[mapping.sheet], mapping.header)]
    rows = [[error.line, error.column, error.reason, *cells.get(error.line, [])] for error in looked[1].report.errors]
    return list_answer(request, _("wrong-rows"), header, rows)


@signed_in
@require_POST
def import_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the list be imported, in the background."""
    listed = _draft(request, pk)
    if isinstance(listed, HttpResponse):
        return listed
    _kind, book, mapping = _opened(request, listed)
    list_imports.start(listed=listed, rows=len(rows_below(book.sheets[mapping.sheet], mapping.header)))
    return redirect("overview:import-detail", pk=pk)


@signed_in
@require_GET
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the import has come, or what came of it. Asked for by htmx, only that part of the page."""
    listed = _mine(request, pk)
    if listed.state == ImportState.DRAFT:
        return redirect("overview:import-columns", pk=pk)
    ended = [ImportState.CANCELLED, ImportState.INTERRUPTED, ImportState.REFUSED, ImportState.FAILED]
    context = {
        "listed": listed,
        "title": TITLES[ImportKind(listed.kind)],
        "result": listed.result,
        "may_go_back": listed.state in ended and uploads.read(listed.kept) is not None,
    }
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "overview/import_progress.html" if fragment else "overview/import_detail.html", context)


@signed_in
@require_POST
def import_cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop an import, or throw away what has not begun."""
    listed = _mine(request, pk)
    if not listed.is_under_way:
        list_imports.discard(listed=listed)
        return redirect("overview:import", kind=listed.kind)
    list_imports.cancel(listed=listed)
    return redirect("overview:import-detail", pk=pk)


@signed_in
@require_POST
def import_reopening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go back to the columns of a list that was not imported after all."""
    listed = _mine(request, pk)
    if not list_imports.reopen(listed=listed):
        return redirect("overview:import", kind=listed.kind)
    return redirect("overview:import-columns", pk=pk)


def _mine(request: HttpRequest, pk: UUID) -> ListImport:
    listed = get_object_or_404(ListImport.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, PERMISSIONS[listed.kind])
    return listed


def _draft(request: HttpRequest, pk: UUID) -> ListImport | HttpResponse:
    """A list that is being prepared; else the way to where it is."""
    listed = _mine(request, pk)
    if listed.state != ImportState.DRAFT:
        return redirect("overview:import-detail", pk=pk)
    if uploads.read(listed.kept) is None:
        list_imports.discard(listed=listed)
        return redirect("overview:import", kind=listed.kind)
    return listed


def _opened(request: HttpRequest, listed: ListImport) -> tuple[ListKind, Book, Mapping]:
    kind = KINDS[listed.kind](request.viewer)
    return kind, unpacked(uploads.read(listed.kept) or b""), Mapping.from_json(listed.mapping)


def _looked_through(request: HttpRequest, listed: ListImport) -> tuple[ListKind, Work] | HttpResponse:
    """All rows looked through, nothing saved; or the way back to what has not been said yet."""
    kind = KINDS[listed.kind](request.viewer)
    mapping = Mapping.from_json(listed.mapping)
    if kind.missing(mapping):
        return redirect("overview:import-columns", pk=listed.pk)
    if any(each.is_required and not mapping.settings.get(each.key) for each in kind.settings(mapping)):
        return redirect("overview:import-words", pk=listed.pk)
    try:
        work = begin(listed, request.viewer)
    except NoLongerKept:
        return redirect("overview:import", kind=listed.kind)
    while work.step():
        pass
    return kind, work


def _number(text: str | None, below: int, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 and int(text) < below else otherwise
