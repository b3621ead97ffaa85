from dataclasses import replace
from decimal import Decimal

from ingest.bureaus import infer_bureaus, match
from tests.ingest.flat_text import observations_of

COUNTS = [("가국", 4), ("나국", 8)]


def test_departments_fill_the_bureaus_exactly():
    assert match(COUNTS, [("한과", 4), ("두과", 5), ("세과", 3)]) == {"한과": "가국", "두과": "나국", "세과": "나국"}


def test_nothing_is_inferred_when_one_count_is_off():
    assert match(COUNTS, [("한과", 4), ("두과", 5), ("세과", 2)]) == {}
    assert match(COUNTS, [("한과", 3), ("두과", 6), ("세과", 3)]) == {}
    assert match(COUNTS, [("한과", 4), ("두과", 8), ("세과", 1)]) == {}


def test_a_department_that_is_a_bureau_of_its_own_must_be_it():
    assert match([("한관", 4), ("나국", 4)], [("두과", 4), ("한관", 4)]) == {}


def test_observations_get_the_bureau_and_say_that_it_is_inferred():
    (sample,) = observations_of("구분\t횟수\n회의\t7\n")
    count = replace(sample, measure="사업 수", bureau="가국", value=Decimal(1), department=None)
    row = replace(sample, department="한과", programme="길 정비", indicator="보수율", start=50)
    found = infer_bureaus([count, row], ())
    assert (found[1].bureau, found[1].dims["국 출처"]) == ("가국", "추정")
    assert found[0] == count
