"""Forms of one word give one stem, in bokmål and nynorsk; other words stay apart."""

import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.calc.words import parts_of, stem, stems_of, words_of
from laeringslean.calc.words.folding import pairs

NORWEGIAN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåéò -.,0123456789\n", max_size=200)


@pytest.mark.parametrize(
    "forms",
    [
        "nøkkel nøkkelen nøkler nøklene nykel nykelen nyklar nyklane",
        "leter lete leting leite leitar leiting",
        "pleier pleiere pleieren pleiar pleiarane",
        "leder lederen ledere leiar leiaren leiarane",
        "søknad søknader søknadene soknad soknadene",
        "uke uka uker ukene veke veker vekene",
        "sykkel sykler syklene syklane",
        "åpen åpne open opne",
        "barn barna born",
        "morgen morgenen morgon morgonen morgonar",
        "skole skolen skoler skule skulen skular",
        "trygghet tryggleik tryggleiken",
        "vanskelig vanskelige vanskeleg",
        "kjøre kjører kjøring køyre køyrer køyring",
        "vedtak vedtaket avgjerd avgjerdene",
    ],
)
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1, {form: stem(form) for form in forms.split()}


@pytest.mark.parametrize(
    "one, other", [("bil", "bilde"), ("lege", "leke"), ("mat", "mål"), ("tur", "turnus"), ("nøkkel", "nakke")]
)
def test_words_that_only_look_alike_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_every_nynorsk_form_is_folded_to_its_bokmål_word():
    assert {form: stem(form) for form, _ in pairs()} == {form: stem(word) for form, word in pairs()}


@pytest.mark.parametrize(
    "compound, parts",
    [
        ("bilnøklene", ["bil", "nøkkel"]),
        ("bilnykelen", ["bil", "nøkkel"]),
        ("nøkkelboksen", ["nøkkel", "boks"]),
        ("trygghetsalarmen", ["trygghet", "alarm"]),
        ("byggesøknader", ["bygg", "søknad"]),
        ("arbeidsklærne", ["arbeid", "klær"]),
    ],
)
def test_compounds_are_taken_apart(compound, parts):
    assert list(parts_of(compound)) == [stem(part) for part in parts]


@pytest.mark.parametrize("word", ["nøkkel", "bestille", "kommune", "fredag"])
def test_words_that_are_no_compounds_stay_whole(word):
    assert parts_of(word) == ()


def test_small_words_are_left_out_and_letters_are_one_sign_each():
    assert list(words_of("Vi må IKKJE lete, ikke når det er jul")) == ["lete", "jul"]
    decomposed = unicodedata.normalize("NFD", "Båten på åsen")
    assert list(words_of(decomposed)) == ["båten", "åsen"]


@given(NORWEGIAN)
def test_stems_are_words_of_three_letters_less_or_none_at_all(text):
    stems = stems_of(text)
    assert stems == sorted(set(stems))
    assert all(found and not set(found) & set(" .,\n-") for found in stems)


@given(NORWEGIAN)
def test_case_and_order_change_no_stem(text):
    assert stems_of(text.upper()) == stems_of(text) == stems_of(" ".join(reversed(list(words_of(text)))))


def test_threads_do_not_disturb_each_other():
    endings = ("", "ene", "s", "eleg")
    words = [f"{start}{end}" for start in ("nøkkel", "pleier", "rapport", "møte", "vakt") for end in endings]
    expected = {word: stem(word) for word in words}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            # Past the cache, which would answer at once.
            found = list(threads.map(stem.__wrapped__, words * 300))
    finally:
        sys.setswitchinterval(interval)
    assert found == [expected[word] for word in words * 300]
