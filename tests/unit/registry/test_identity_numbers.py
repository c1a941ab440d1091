"""Numbers that people type: read where they are right, told what is wrong where they are not, and never shown again."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.content import load_phrases
from bot.core.registry.identity import (
    Certificate,
    IdentityCard,
    NumberProblem,
    age_on,
    check_digit,
    problem_text,
    read_certificate,
    read_identity_card,
    read_phone,
)
from bot.settings import Settings

TODAY = dt.date(2026, 11, 21)
ID = "11010519491231002X"
CERTIFICATE = f"{ID}42"

births = st.dates(dt.date(1900, 1, 1), TODAY)
regions = st.from_regex(r"[1-6][0-9]{5}", fullmatch=True)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Well-formed numbers of people born by today."""
    digits = draw(regions) + draw(births).strftime("%Y%m%d") + f"{draw(st.integers(0, 999)):03}"
    return digits + check_digit(digits)


def test_the_sample_number_is_read() -> None:
    read = read_certificate(CERTIFICATE, TODAY)
    assert isinstance(read, Certificate)
    assert (read.born, read.kind, read.grade, read.reissue) == (dt.date(1949, 12, 31), 4, 2, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x42",
        " 110105 19491231 002X 42 ",
        "１１０１０５１９４９１２３１００２Ｘ４２",
        "110105-19491231-002X-42",
        "\u3000110105194912310 02Ｘ42\n",
    ],
)
def test_the_way_of_typing_does_not_matter(typed: str) -> None:
    assert read_certificate(typed, TODAY) == read_certificate(CERTIFICATE, TODAY)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NumberProblem.EMPTY),
        ("  ", NumberProblem.EMPTY),
        (ID, NumberProblem.CERTIFICATE_LENGTH),
        (f"{ID}4", NumberProblem.CERTIFICATE_LENGTH),
        (f"{CERTIFICATE}1", NumberProblem.CERTIFICATE_LENGTH),
        (f"{CERTIFICATE}B", NumberProblem.CERTIFICATE_LENGTH),
        ("残疾证42", NumberProblem.NOT_DIGITS),
        (f"{ID}O2", NumberProblem.NOT_DIGITS),
        ("110105194913310026" + "42", NumberProblem.BIRTH_DATE),
        ("110105202702300026" + "42", NumberProblem.BIRTH_DATE),
        ("11010519491231002942", NumberProblem.CHECK_DIGIT),
        ("110105194912310026" + "42", NumberProblem.CHECK_DIGIT),
        (f"{ID}82", NumberProblem.KIND),
        (f"{ID}02", NumberProblem.KIND),
        (f"{ID}45", NumberProblem.GRADE),
        (f"{ID}40", NumberProblem.GRADE),
    ],
)
def test_what_is_wrong_is_told(typed: str, problem: NumberProblem) -> None:
    assert read_certificate(typed, TODAY) is problem


def test_nobody_was_born_tomorrow() -> None:
    digits = "110105" + "20261122" + "002"
    number = digits + check_digit(digits)
    assert read_identity_card(number, TODAY) is NumberProblem.BIRTH_DATE
    assert read_identity_card(number, TODAY + dt.timedelta(1)) == IdentityCard(dt.date(2026, 11, 22))


@given(identity_numbers(), st.integers(1, 7), st.integers(1, 4), st.one_of(st.none(), st.integers(1, 30)))
def test_every_well_formed_number_is_read(number: str, kind: int, grade: int, reissue: int | None) -> None:
    suffix = "" if reissue is None else f"B{reissue}"
    read = read_certificate(f"{number}{kind}{grade}{suffix}", TODAY)
    assert isinstance(read, Certificate)
    assert (read.born.strftime("%Y%m%d"), read.kind, read.grade, read.reissue) == (
        number[6:14],
        kind,
        grade,
        reissue or 0,
    )


@given(identity_numbers(), st.integers(0, 16), st.sampled_from(string.digits))
def test_any_single_wrong_digit_is_noticed(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    assert isinstance(read_identity_card(wrong, TODAY), NumberProblem) is (wrong != number)


@given(identity_numbers(), st.integers(0, 15))
def test_two_neighbours_changed_about_are_noticed(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert isinstance(read_identity_card(wrong, TODAY), NumberProblem) is (wrong != number)


@given(st.text(max_size=30))
def test_whatever_is_typed_has_an_answer(text: str) -> None:
    for read in (read_certificate, read_identity_card):
        assert isinstance(read(text, TODAY), (Certificate, IdentityCard, NumberProblem))


@given(identity_numbers(), st.integers(1, 7), st.integers(1, 4))
def test_what_is_read_can_be_logged_without_telling_anything(number: str, kind: int, grade: int) -> None:
    assert repr(read_certificate(f"{number}{kind}{grade}", TODAY)) == "Certificate()"
    assert repr(read_identity_card(number, TODAY)) == "IdentityCard()"


@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize("problem", list(NumberProblem))
def test_every_problem_has_a_sentence_of_its_own(problem: NumberProblem, easy: bool) -> None:
    phrases = load_phrases(Settings().content_dir)
    sentence = problem_text(problem, phrases, easy)
    assert sentence.endswith("。")
    assert sum(problem_text(each, phrases, easy) == sentence for each in NumberProblem) == 1


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(1988, 11, 21), TODAY, 38),
        (dt.date(1988, 11, 22), TODAY, 37),
        (dt.date(2026, 11, 21), TODAY, 0),
        (dt.date(2004, 2, 29), dt.date(2027, 2, 28), 22),
        (dt.date(2004, 2, 29), dt.date(2027, 3, 1), 23),
        (dt.date(2004, 2, 29), dt.date(2028, 2, 29), 24),
    ],
)
def test_age_in_full_years(born: dt.date, day: dt.date, age: int) -> None:
    assert age_on(born, day) == age


@given(births, births)
def test_nobody_gets_younger(one: dt.date, other: dt.date) -> None:
    born, day = sorted((one, other))
    assert 0 <= age_on(born, day) <= age_on(born, day + dt.timedelta(1)) <= age_on(born, day) + 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0876-3120000", "0876-3120000"),
        ("08763120000", "0876-3120000"),
        ("010-12345678", "010-12345678"),
        ("01012345678", "010-12345678"),
        ("(022)29142000", "022-29142000"),
        ("12800138000", NumberProblem.PHONE),
        ("1380013800", NumberProblem.PHONE),
        ("138001380000", NumberProblem.PHONE),
        ("3120000", NumberProblem.PHONE),
        ("电话没有", NumberProblem.NOT_DIGITS),
        ("", NumberProblem.EMPTY),
    ],
)
def test_phones(typed: str, number: str | NumberProblem) -> None:
    assert read_phone(typed) == number


@given(st.from_regex(r"1[3-9][0-9]{9}|0876-[0-9]{7}|010-[0-9]{8}", fullmatch=True))
def test_a_tidied_phone_stays_as_it_is(number: str) -> None:
    assert read_phone(number) == number
