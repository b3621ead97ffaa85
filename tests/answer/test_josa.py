"""Particles after words, figures, signs, Latin letters, quotes and brackets (unit)."""

from __future__ import annotations

import pytest

from answer.josa import PAIRS, with_josa

PARTICLES = [
    ("예산", "은", "예산은"),
    ("목표", "은", "목표는"),
    ("실적", "이", "실적이"),
    ("부서", "이", "부서가"),
    ("집행액", "을", "집행액을"),
    ("정원", "과", "정원과"),
    ("현원", "으로", "현원으로"),
    ("감사", "과", "감사와"),
    ("서울", "으로", "서울로"),  # ㄹ
    ("재무과", "으로", "재무과로"),
    ("2021년", "은", "2021년은"),
    ("3", "은", "3은"),  # 삼
    ("2", "이", "2가"),  # 이
    ("1", "으로", "1로"),  # 일
    ("8", "을", "8을"),  # 팔
    ("10", "은", "10은"),  # 영
    ("100%", "은", "100%는"),  # 퍼센트
    ("834㎡", "이", "834㎡가"),  # 제곱미터
    ("LED", "이", "LED가"),  # 디
    ("SNS", "을", "SNS를"),  # 에스
    ("QR", "은", "QR은"),  # 알
    ("‘소송 승소율’", "은", "‘소송 승소율’은"),
    ("‘기본경비’", "이", "‘기본경비’가"),
    ("징수액 (공유재산 관리)", "은", "징수액 (공유재산 관리)은"),
    (
        "‘구세 체납정리율 제고’(사업: 지방세 체납 징수활동 강화)",
        "은",
        "‘구세 체납정리율 제고’(사업: 지방세 체납 징수활동 강화)는",
    ),
    ("**특별교부금**", "은", "**특별교부금**은"),
]


@pytest.mark.parametrize(("word", "particle", "expected"), PARTICLES)
def test_the_particle_fits_the_sound_before_it(word: str, particle: str, expected: str) -> None:
    assert with_josa(word, particle) == expected


@pytest.mark.parametrize("particle", PAIRS)
@pytest.mark.parametrize("word", ["", "()", "’", "…", "?", "😀", "区", "ㅋ"])
def test_what_has_no_sound_still_takes_a_particle(word: str, particle: str) -> None:
    assert with_josa(word, particle) in {word + form for form in PAIRS[particle]}
