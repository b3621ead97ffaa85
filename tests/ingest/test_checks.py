from ingest.checks import check
from ingest.document import Document
from ingest.read import interpret
from records import Remark
from tests.ingest.flat_text import REPORT, observations_of


def remarks(text: str) -> list[str]:
    _, found = check(REPORT, observations_of(text))
    assert all(isinstance(each, Remark) and each.line for each in found)
    return [each.message for each in found]


def test_a_rate_that_does_not_follow():
    # 1,430 / 5,320 = 26.88 %; 2,521 / 11,450 = 22.02 % is printed 22; 25 / 30 = 83.3 % cut off to 83
    text = "사업명\t예산액\t집행액\t집행률(%)\n가\t5,320\t1,430\t26.4\n나\t11,450\t2,521\t22\n다\t30\t25\t83\n"
    (message,) = remarks(text)
    assert "인쇄 26.4%, 계산 26.9%" in message and message.startswith("새빛과 · 가")


def test_a_total_that_is_not_the_sum():
    assert remarks("사업명\t예산액\n계\t31\n가\t10\n나\t20\n") == [
        "새빛과 · 계: 보고서의 예산액 합계와 세부 항목의 합이 다릅니다 (인쇄 31, 계산 30)."
    ]
    assert remarks("사업명\t예산액\n계\t30\n가\t10\n나\t20\n") == []


def test_differences_of_staff_and_budgets():
    staff = "구분\t계\t7급\t8급\n정원\t5\t2\t3\n현원\t5\t3\t2\n과부족\t0\t1\t△2\n"
    assert [m.partition(": ")[2] for m in remarks(staff)] == [
        "보고서의 과부족 합계와 세부 항목의 합이 다릅니다 (인쇄 0, 계산 -1).",
        "과부족이 현원 − 정원과 다릅니다 (인쇄 △2, 계산 -1).",
    ]
    change = "실국명\t예산액\t전년도예산액\t비교증감\n가국\t2,431\t2,230\t200\n"
    assert "인쇄 200, 계산 201" in remarks(change)[0]


def test_shares_and_overspending():
    assert "재원별 합 30" in remarks("예산액\t집행액\n31 (시비 20, 구비 10)\t5\n")[0]
    assert "집행액이 예산액보다 큽니다" in remarks("사업명\t예산액\t집행액\n가\t10\t12\n")[0]


def test_parts_in_brackets():
    def told(bullet: str) -> list[str]:
        text = f"□ 추진실적\n○ {bullet}\n"
        return [remark.message for remark in interpret(Document(text, "txt"), "a.txt", None, "ab" * 32).warnings]

    # 35 + 110 = 145; 12 + 7 = 19; a 누계 is no part; 등 leaves parts out
    (message,) = told("요청사항 관리: 146건(요청 35건 / 훈시 110건)")
    assert message.endswith("건수 전체와 괄호 안의 합이 다릅니다 (인쇄 146건, 합 145).")
    assert told("창안 접수: 19건(구민 12건, 공무원 7건)") == told("회의 개최: 10회(누계: 20회)") == []
    assert told("심의 대상: 15건(구민 10건, 공무원 1건 등)") == []


def test_counts_stated_against_rows_found():
    stated = "실국명\t지표수\n가국\t3\n나국\t1\n"
    listed = "\n실국명\t성과지표\t목표\n가국\t보수율\t10\n가국\t개소 수\t4\n나국\t참여율\t7\n"
    (message,) = remarks(stated + listed)
    assert "인쇄 3, 찾은 수 2" in message


def test_what_fails_keeps_its_value():
    observations, _ = check(REPORT, observations_of("사업명\t예산액\n계\t31\n가\t10\n나\t20\n"))
    total = observations[0]
    assert (str(total.value), total.text) == ("31", "31") and total.remark and observations[1].remark is None
