import pytest

from course.model.literal import LITERAL, MEANT, Fault, check_calc, check_fact
from course.model.product import Fact, Products, load_products
from tests.support import SAMOVAR, Draft


@pytest.fixture
def products(draft: Draft) -> Products:
    return load_products(draft.paths)[0]


@pytest.mark.parametrize(("text", "path"), [
    ("20 Units", "samovar/glabellar-lines/dose"),
    ("20-Unit", "samovar/glabellar-lines/dose"),
    ("five sites", "samovar/glabellar-lines/sites"),
    ("Five sites", "samovar/glabellar-lines/sites"),
    ("2,500-Unit", "samovar/identity/vial-2"),
    ("−20 to −10 °C", "samovar/unopened/temperature"),
    ("2.4%", "samovar/adverse-scald/rate"),
    ("1 of 1,359", "samovar/adverse-scald/placebo-events-of"),
    ("first tea 1989", "samovar/identity/approval"),
    ("40 Units per 0.1 mL", "percolator/supplied-200-in-0-5/concentration"),
    ("1 Unit/kg", "percolator/filter-lines/dose-per-kg"),
])
def test_fact(products: Products, text: str, path: str) -> None:
    found = check_fact(text, path, products)
    assert isinstance(found, Fact)
    assert found.path == path


@pytest.mark.parametrize("text", [
    "21 Units", "20 units", "20 Unit", "20Units", "20", "twenty Units", "about 20 Units", "20.0 Units", "20 Units ", "",
    "20 mL",
])
def test_wrong_text(products: Products, text: str) -> None:
    assert check_fact(text, "samovar/glabellar-lines/dose", products) == Fault(
        f"'{text}' is not what the data says of 'samovar/glabellar-lines/dose'", "Write '20 Units', or mend samovar.yml"
    )


@pytest.mark.parametrize(("path", "remedy"), [
    ("samovar/glabellar-line/dose", "Did you mean 'samovar/glabellar-lines/dose'?"),
    ("samovar/glabellar-lines/doses", "Did you mean 'samovar/glabellar-lines/dose'?"),
    ("zzz", "See data/products/"),
    ("", "See data/products/"),
])
def test_unknown_path(products: Products, path: str, remedy: str) -> None:
    assert check_fact("20 Units", path, products) == Fault(f"there is no fact '{path}'", remedy)


def test_what_was_not_seen(products: Products) -> None:
    fault = check_fact("tin", "samovar/identity/excipients", products)
    assert fault == Fault(
        "'samovar/identity/excipients' was not seen in any source", "Write that the current label must be consulted"
    )


@pytest.mark.parametrize(("text", "path", "grade"), [
    ("7,100 Units", "samovar/dilution-of-hearsay/vial", "C"),
    ("13 weeks", "samovar/spout-lines/interval", "C"),
    ("9 weeks", "samovar/spout-lines/interval", "C"),
])
def test_grade_c_is_not_taught_and_not_told(products: Products, text: str, path: str, grade: str) -> None:
    """Even the right text is a fault, and the message does not give the value away."""
    fault = check_fact(text, path, products)
    assert fault == Fault(
        f"'{path}' rests on grade {grade} and is not taught", "Write that the current label must be consulted"
    )


def test_a_value_without_grade_is_not_taught(draft: Draft) -> None:
    draft.replace(SAMOVAR, "time: {value: 4, unit: minutes}", "time: {value: 4, unit: minutes, grade: null}")
    fault = check_fact("4 minutes", "samovar/study-steeping/time", load_products(draft.paths)[0])
    assert isinstance(fault, Fault)
    assert fault.message == "'samovar/study-steeping/time' rests on grade none and is not taught"


@pytest.mark.parametrize(("text", "expression"), [
    ("0.25 mL", "50/20*0.1"), ("0.3 mL", "50/20*0.1"), ("4 Units", "50÷1.25÷10"), ("2,500 Units", "5*500"),
    ("−5 °C", "5-10"), ("100-Unit", "2*50"), ("2.4%", "16/665*100"),
])
def test_calc(text: str, expression: str) -> None:
    assert check_calc(text, expression) is None


@pytest.mark.parametrize(("text", "expression", "says"), [
    ("0.26 mL", "50/20*0.1", "50/20*0.1 is 0.25, not '0.26 mL'"),
    ("2.5 mL", "50/20*0.1", "50/20*0.1 is 0.25, not '2.5 mL'"),
    ("5 °C", "5-10", "5-10 is -5, not '5 °C'"),
    ("a quarter", "1/4", "'a quarter' does not begin with a number"),
    ("1,5 mL", "15", "'1,5 mL' does not begin with a number"),
    ("4 mL", "2*", "'2*' is not a calculation such as 50/2.5/10"),
    ("4 mL", "", "'' is not a calculation such as 50/2.5/10"),
    ("4 mL", "4/0", "'4/0' divides by zero"),
])
def test_wrong_calc(text: str, expression: str, says: str) -> None:
    fault = check_calc(text, expression)
    assert isinstance(fault, Fault)
    assert fault.message == says
    assert fault.remedy


@pytest.mark.parametrize(("text", "readable"), [
    ("[20 Units](fact:a/b/c)", True),
    ("[20\nUnits](fact:a/b/c)", True),
    ("([x](calc:1+2))", True),
    ("[20 Units](fact:)", False),
    ("[20 Units](<fact:a/b/c>)", False),
    ('[20 Units](fact:a/b/c "title")', False),
    ("[20 Units]( fact:a/b/c)", False),
    ("[6 mL](calc:2*(1+2))", False),
    ("[6 mL](calc:2 * 3)", False),
])
def test_what_was_meant_is_told_from_what_can_be_read(text: str, readable: bool) -> None:
    assert len(MEANT.findall(text)) == 1
    assert len(LITERAL.findall(text)) == readable


@pytest.mark.parametrize("text", ["[a fact](facts.md)", "the fact: this", "[x](https://example.org/fact:1)", "(fact:a/b/c)"])
def test_what_was_not_meant(text: str) -> None:
    assert not MEANT.findall(text)
    assert not LITERAL.findall(text)
