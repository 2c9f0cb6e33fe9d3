"""The words of the product in bokmål and nynorsk: one pair of catalogues per room. (English is in the code itself.)

    python tools/translations.py extract [ROOM…]       bring the catalogues up to date with the code
    python tools/translations.py missing ROOM          print what lacks a translation, as JSON for `fill`
    python tools/translations.py fill ROOM FILE.json   take translations from a file
    python tools/translations.py check                 fail when anything is missing, left over or inconsistent
    python tools/translations.py compile               make the .mo files that the product reads

The file for `fill` is {"msgid": ["bokmål", "nynorsk"]}, and for a plural
{"%(count)s idea": {"plural": "%(count)s ideas", "nb": ["%(count)s idé", "%(count)s ideer"], "nn": [..., ...]}};
a message with a context is {"msgid": {"context": "…", "nb": "…", "nn": "…"}}. Needs Babel, but no GNU gettext.
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/laeringslean"
LANGUAGES = ("nb", "nn")

# What to take from a call: argument numbers, with "c" for the context.
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!{){(\w*)}(?!})|%([sdf])")


class Unusable(Exception):
    """What was given can't be used; the message says why."""


# Which files


def rooms(package: Path = PACKAGE) -> list[str]:
    """The names of all rooms, in order."""
    return sorted(path.parent.name for path in package.glob("*/__init__.py"))


def catalogue_path(room: str, language: str, package: Path = PACKAGE) -> Path:
    """Where a room keeps its words in a language."""
    return package / room / "locale" / language / "LC_MESSAGES/django.po"


@contextmanager
def locked(package: Path) -> Iterator[None]:
    """Only one of several people at a time changes catalogues."""
    folder = package.parent.parent / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "translations.lock").open("w") as lock:
        if os.name != "nt":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# Out of the code


def _django_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel extraction method for Django templates: Django turns them into calls, which Babel then reads as Python."""
    from django.utils.translation.template import templatize

    calls = templatize(file.read().decode())
    lines = "\n".join(line.strip() for line in calls.splitlines())
    yield from extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def _jinja_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel extraction method for Jinja2 templates, with the whitespace rules of the product's own environment."""
    from jinja2.ext import babel_extract

    rules = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false", "encoding": "utf-8"}
    yield from babel_extract(file, keywords, comment_tags, rules)


def _sources(folder: Path) -> Iterator[tuple[Any, Path]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix == ".py" and "migrations" not in parts:
            yield extract_python, path
        elif path.suffix in (".html", ".txt") and "templates" in parts:
            yield _django_template, path
        elif path.suffix in (".html", ".txt") and "jinja2" in parts:
            yield _jinja_template, path


def words_of(room: str, package: Path = PACKAGE) -> Catalog:
    """Every message in the code and the templates of a room. Raises Unusable naming a file that can't be read."""
    _set_up_django()
    catalogue = Catalog()
    for method, path in _sources(package / room):
        try:
            with path.open("rb") as file:
                found = list(extract(method, file, KEYWORDS, options={"encoding": "utf-8"}))
        except Exception as error:  # noqa: BLE001 - whatever a parser raises, the file's name is what helps
            raise Unusable(f"{path.relative_to(package)}: {error}")
        for _line, message, _comments, context in found:
            if message and message != ("", ""):
                catalogue.add(message, context=context)
    return catalogue


def _set_up_django() -> None:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


# Catalogues on disk


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue in a file; empty when there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _write_catalogue(path: Path, catalogue: Catalog, language: str) -> None:
    """Without dates, line numbers and wrapping, and sorted: two people's changes then seldom meet."""
    if not len(catalogue):
        path.unlink(missing_ok=True)
        return
    text = io.BytesIO()
    write_po(text, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, HEADER.format(language=language).encode() + text.getvalue().rstrip() + b"\n")


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(content)
    draft.replace(path)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(message: Message) -> tuple[str, str | None]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return first, message.context


def _forms(message: Message) -> list[str]:
    """The translation as a list: one form, or one for each number."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def is_translated(message: Message) -> bool:
    """Whether every form has words in it and nobody has marked it as doubtful."""
    forms = _forms(message)
    wanted = 1 if isinstance(message.id, str) else 2
    return len(forms) == wanted and all(form.strip() for form in forms) and not message.fuzzy


# Commands


def update(room: str, package: Path = PACKAGE) -> None:
    """Bring both catalogues of a room up to date: new messages empty, known ones kept, others gone."""
    words = words_of(room, package)
    for language in LANGUAGES:
        path = catalogue_path(room, language, package)
        known = {_key(message): message for message in _messages(read_catalogue(path, language))}
        updated = Catalog(locale=language)
        for message in _messages(words):
            old = known.get(_key(message))
            keep = old is not None and isinstance(old.id, str) == isinstance(message.id, str) and is_translated(old)
            updated.add(message.id, old.string if keep and old else None, context=message.context)
        _write_catalogue(path, updated, language)


def missing(room: str, package: Path = PACKAGE) -> dict[str, Any]:
    """What lacks a translation in a room, in the form that `fill` takes, with the places for words empty."""
    catalogues = [read_catalogue(catalogue_path(room, language, package), language) for language in LANGUAGES]
    found: dict[str, Any] = {}
    for message in _messages(words_of(room, package)):
        msgid, context = _key(message)
        if all((known := c.get(msgid, context)) and is_translated(known) for c in catalogues):
            continue
        entry: Any = ["", ""]
        if not isinstance(message.id, str):
            entry = {"plural": message.id[1], "nb": ["", ""], "nn": ["", ""]}
        elif context:
            entry = {"nb": "", "nn": ""}
        if context:
            entry["context"] = context
        found[msgid] = entry
    return found


def fill(room: str, given: dict[str, Any], package: Path = PACKAGE) -> None:
    """Take translations into a room's catalogues. Raises Unusable naming entries that the room has no message for."""
    update(room, package)
    unknown: list[str] = []
    for number, language in enumerate(LANGUAGES):
        path = catalogue_path(room, language, package)
        catalogue = read_catalogue(path, language)
        for msgid, entry in given.items():
            words = entry[number] if isinstance(entry, list) else entry[language]
            message = catalogue.get(msgid, entry.get("context") if isinstance(entry, dict) else None)
            if message is None or isinstance(words, str) != isinstance(message.id, str):
                unknown.append(msgid)
                continue
            message.string = words if isinstance(words, str) else tuple(words)
        _write_catalogue(path, catalogue, language)
    if unknown:
        names = ", ".join(repr(msgid) for msgid in dict.fromkeys(unknown))
        raise Unusable(f"{room} has no such message (or not with these forms); the others were filled: {names}")


def faults(package: Path = PACKAGE) -> list[str]:
    """One line for everything that is wrong with the catalogues; none when all is well."""
    found: list[str] = []
    chosen: dict[tuple[str, tuple[str, str | None]], tuple[str, list[str]]] = {}
    for room in rooms(package):
        words = {_key(message): message for message in _messages(words_of(room, package))}
        for language in LANGUAGES:
            catalogue = read_catalogue(catalogue_path(room, language, package), language)
            known = {_key(message): message for message in _messages(catalogue)}
            found += [f"{room} {language}: {line}" for line in _faults_of(words, known)]
            for key, message in known.items():
                other, forms = chosen.setdefault((language, key), (room, _forms(message)))
                if is_translated(message) and any(forms) and forms != _forms(message):
                    found.append(f"{room} {language}: {key[0]!r} is worded otherwise in {other}")
    return found


def _faults_of(words: dict[Any, Message], known: dict[Any, Message]) -> Iterator[str]:
    for key, message in words.items():
        translation = known.get(key)
        if translation is None:
            yield f"not extracted: {key[0]!r}"
        elif translation.fuzzy:
            yield f"fuzzy: {key[0]!r}"
        elif not is_translated(translation):
            yield f"missing: {key[0]!r}"
        elif strangers := _wrong_placeholders(message, translation):
            yield f"{key[0]!r} has other placeholders than its translation: {', '.join(sorted(strangers))}"
    for key in known.keys() - words.keys():
        yield f"left over: {key[0]!r}"


def _wrong_placeholders(message: Message, translation: Message) -> set[str]:
    """Placeholders that the code does not fill, or that the translation leaves out (a single form may, of a plural)."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    wrong: set[str] = set()
    offered = set().union(*(_placeholders(text) for text in ids))
    for index, form in enumerate(_forms(translation)):
        wrong |= _placeholders(form) - offered
        if index == len(ids) - 1:
            wrong |= _placeholders(ids[index]) - _placeholders(form)
    return wrong


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def compile_all(package: Path = PACKAGE) -> int:
    """Make a .mo file beside every catalogue; returns how many."""
    count = 0
    for path in sorted(package.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = io.BytesIO()
        write_mo(compiled, read_catalogue(path, path.parent.parent.name))
        _replace(path.with_suffix(".mo"), compiled.getvalue())
        count += 1
    return count


# The command line


def _chosen(names: Iterable[str], package: Path) -> list[str]:
    there = rooms(package)
    if strangers := [name for name in names if name not in there]:
        raise Unusable(f"no room is called {strangers[0]!r}; there are {', '.join(there)}")
    return list(names) or there


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract").add_argument("rooms", nargs="*", metavar="ROOM")
    commands.add_parser("missing").add_argument("room", metavar="ROOM")
    filling = commands.add_parser("fill")
    filling.add_argument("room", metavar="ROOM")
    filling.add_argument("file", metavar="FILE.json", type=Path)
    commands.add_parser("check")
    commands.add_parser("compile")
    return parser


def _do(options: argparse.Namespace, package: Path) -> int:
    if options.command == "extract":
        with locked(package):
            for room in _chosen(options.rooms, package):
                update(room, package)
    elif options.command == "missing":
        found = missing(_chosen([options.room], package)[0], package)
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif options.command == "fill":
        with locked(package):
            fill(_chosen([options.room], package)[0], json.loads(options.file.read_text(encoding="utf-8")), package)
    elif options.command == "compile":
        compile_all(package)
    else:
        lines = faults(package)
        for line in lines:
            print(line)
        print(f"{len(lines)} faults in the translations" if lines else "All texts are translated.")
        return 1 if lines else 0
    return 0


def main(arguments: list[str], package: Path = PACKAGE) -> int:
    """The command line; returns the exit code."""
    try:
        return _do(_parser().parse_args(arguments), package)
    except (Unusable, json.JSONDecodeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
