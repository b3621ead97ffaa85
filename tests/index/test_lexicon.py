"""Unit tests of the lexicon: the data files line by line, and what their words do in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import DataFileError
from index.lexicon import DATA, KINDS, Entry, Lexicon, entry_fault, load_lexicon, read_entries, spell_rates
from index.term_finder import TermFinder, bare, key
from index.tsv import read_tsv


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def words(lexicon: Lexicon, text: str) -> list[str]:
    return [found.word for found in lexicon.expand(text)]


def terms(lexicon: Lexicon, text: str) -> set[str]:
    return {term for found in lexicon.expand(text) for term in found.terms}


# The data


def test_there_are_enough_entries_of_every_kind(lexicon: Lexicon) -> None:
    kinds = {entry.kind for entry in lexicon.entries}

    assert len(lexicon.entries) >= 1000
    assert kinds == set(KINDS) - {"local"}
    assert len(lexicon.readings) >= 60


def test_every_entry_has_few_terms_long_enough_to_be_searched(lexicon: Lexicon) -> None:
    for entry in lexicon.entries:
        assert 1 <= len(entry.terms) <= 4, entry
        assert all(len(term) >= 2 for term in entry.terms), entry


def test_every_entry_is_found_where_it_stands_alone(lexicon: Lexicon) -> None:
    for entry in lexicon.entries:
        word = bare(entry.word)
        found = lexicon.expand(word)
        assert [(hit.word, hit.start, hit.end) for hit in found] == [(word, 0, len(word))]


def test_hanja_and_hangul_have_the_same_number_of_letters(lexicon: Lexicon) -> None:
    assert all(len(hanja) == len(hangul) for hanja, hangul in lexicon.readings.items())


def test_every_line_of_the_files_has_its_cells() -> None:
    assert all(len(row.cells) == 3 for row in read_tsv(DATA / "synonyms.tsv", ("말", "용어", "종류")))
    assert all(len(row.cells) == 2 for row in read_tsv(DATA / "hanja.tsv", ("한자", "한글")))


# Expansion


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("특교금 얼마나 확보했어?", "특별교부금"),
        ("2021년재무과특교금얼마나확보했나요", "특별교부금"),
        ("특교세는 얼마야", "특별교부세"),
        ("관용차는 무슨 차종이야?", "행정차량"),
        ("유기견 몇 마리 구조했나요?", "유기동물"),
        ("혼자 사는 어르신은 몇 명 돌봤어?", "독거노인"),
        ("혼자사는어르신 지원", "독거노인"),
        ("세금이 밀린 사람들한테 얼마 받았어", "체납"),
        ("직원 수가 몇 명이야", "정원"),
        ("남은 돈은 얼마", "집행잔액"),
        ("쓴 돈이 얼마야?", "집행액"),
        ("구청 빚이 있어?", "채무"),
        ("빚은 얼마야?", "채무"),
        ("독감 주사 맞은 사람 수", "예방접종"),
        ("음식물쓰레기 줄이기", "음식물류폐기물"),
        ("주차 딱지 몇 건 뗐어?", "과태료"),
        ("상을 받은 게 있나요", "수상"),
        ("받은 상이 뭐야", "수상"),
        ("구청장 공약은 잘 지켜졌어?", "공약사업"),
        ("국·시비는 얼마나 돼", "국비"),
        ("국․시비 보조", "시비"),
        ("cctv 몇 대 달았어", "폐쇄회로"),
        ("MOU체결 현황", "업무협약"),
        ("일인 말고 1인 가구 지원", "독거"),
        ("따온 예산", "외부재원"),
        ("먹거리 나눔 사업", "기부식품"),
        ("상을 몇 건이나 탔나", "수상"),
        ("쓰지 않는 땅을 판 돈", "매각"),
        ("생활쓰레기 줄이기 실적", "감량"),
    ],
)
def test_an_everyday_word_leads_to_the_term_of_the_reports(lexicon: Lexicon, question: str, term: str) -> None:
    assert term in terms(lexicon, question)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("갈등을 빚은 사업의 예산", "빚"),
        ("차질을 빚고 있다", "빚"),
        ("예산상의 문제", "상 받"),
        ("이상 받은 사람", "상 받"),
        ("코딱지만 한 공원", "딱지"),
        ("아이디 발급과 아이오닉 구입", "아이"),
        ("공무원 증원 계획", "공무원증"),
        ("공무원이 수행한 업무", "공무원 수"),
        ("정책 수립 건수", "책 수"),
        ("통과하는 일이 잦다", "하는 일"),
        ("모든 비용의 합계", "든 비용"),
        ("추진 소송 건수", "진 소송"),
        ("9월급식 인원", "월급"),
        ("사회복지사업 예산", "복지사"),
        ("문화체육관광부 공모", "체육관"),
        ("새마을금고 이자", "새마을"),
        ("지급한 사정금액", "급한 사정"),
        ("피고가 도로의 소유자이다", "고가도로"),
        ("mouse 구입", "MOU"),
        ("11인 가구", "1인 가구"),
        ("email 주소", "AI"),
        ("기술 끊김", "술 끊"),
        ("안내지침 배포", "안내지"),
        ("세운상가 도시재생", "세운"),
        ("회사는 사람이 모인 곳", "사는 사람"),
    ],
)
def test_a_look_alike_does_not_fire(lexicon: Lexicon, sentence: str, word: str) -> None:
    assert word not in words(lexicon, sentence)


def test_the_longest_word_wins_and_its_place_is_told(lexicon: Lexicon) -> None:
    found = lexicon.expand("2021년 혼자사는 어르신은?")

    assert [(hit.word, hit.start, hit.end, hit.kind) for hit in found] == [("혼자 사는 어르신", 6, 14, "plain")]
    assert "2021년 혼자사는 어르신은?"[6:14] == "혼자사는 어르신"


def test_expansion_goes_one_way_only(lexicon: Lexicon) -> None:
    assert "폐기물" in terms(lexicon, "쓰레기")
    assert terms(lexicon, "폐기물") == set()


def test_nothing_found_is_an_empty_answer(lexicon: Lexicon) -> None:
    assert lexicon.expand("") == ()
    assert lexicon.expand("가나다라 😀\x00") == ()


def test_a_page_of_blanks_inside_a_word_is_not_bridged(lexicon: Lexicon) -> None:
    assert words(lexicon, "남은" + " " * 9_000 + "돈") == []


# Words of one's own


def test_extra_words_are_added_and_replace_what_was_known(tmp_path: Path) -> None:
    extra = tmp_path / "ours.tsv"
    extra.write_text(
        "# 우리 구\n특교금\t특별재원\tlocal\n나눔가게\t푸드마켓|기부식품\tlocal # 별칭\n", encoding="utf-8"
    )
    lexicon = load_lexicon(extra)

    assert terms(lexicon, "특교금") == {"특별재원"}
    assert terms(lexicon, "나눔가게는 몇 곳?") == {"푸드마켓", "기부식품"} | terms(lexicon, "몇 곳")


def test_words_are_added_while_running(lexicon: Lexicon) -> None:
    more = lexicon.plus([Entry("아름누리", ("문화회관",), "local")])

    assert terms(more, "아름누리는 몇 층이야") == {"문화회관"}
    assert terms(lexicon, "아름누리는 몇 층이야") == set()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("특교금\t특별교부금", "칸이 2개"),
        ("특교금\t특별교부금\tabbr\t더", "칸이 4개"),
        ("특교금\t\tabbr", "용어 칸이 비어"),
        ("특교금\t특별교부금||시비\tabbr", "빈 말"),
        ("특교금\t시비|시비\tabbr", "겹치는 말"),
        ("특교금\t특별교부금\tshort", "종류 'short'"),
        ("특별 교부금\t특별교부금\tvariant", "제 용어로도"),
        ("~\t특별교부금\tabbr", "글자가 없습니다"),
        ("첫 말\t특별교부금\tabbr", "2번째 줄에도"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(f"# 머리글\n첫말\t용어\tplain\n\n{line}\n", encoding="utf-8")

    with pytest.raises(DataFileError) as caught:
        read_entries(path)

    assert (caught.value.path, caught.value.line) == (path, 4)
    assert str(caught.value).startswith(f"{path}:4: ") and reason in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cp949.tsv"
    path.write_bytes("특교금\t특별교부금\tabbr\n".encode("cp949"))

    with pytest.raises(DataFileError, match="UTF-8"):
        read_entries(path)
    with pytest.raises(DataFileError, match="읽을 수 없습니다"):
        read_entries(tmp_path / "absent.tsv")


def test_a_decomposed_file_is_read_composed(tmp_path: Path) -> None:
    import unicodedata

    path = tmp_path / "nfd.tsv"
    path.write_text(unicodedata.normalize("NFD", "나눔가게\t푸드마켓\tlocal\n"), encoding="utf-8")

    assert read_entries(path) == (Entry("나눔가게", ("푸드마켓",), "local"),)


def test_a_usable_entry_has_no_fault() -> None:
    assert entry_fault(Entry("나눔가게", ("푸드마켓",), "local")) is None
    assert entry_fault(Entry("나눔가게", (), "local")) == "'나눔가게'의 용어가 없습니다. 하나 이상 적으십시오."


# Hanja


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市 예산과 區 예산", "시 예산과 구 예산"),
        ("民官 합동, 前 구청장과 現 구청장", "민관 합동, 전 구청장과 현 구청장"),
        ("年間 計", "연간 계"),
        ("3年間 2021年度 實績", "3년간 2021년도 실적"),
        ("前年度 대비", "전년도 대비"),
        ("不動産 중개업, 不法", "부동산 중개업, 불법"),
        ("한글만", "한글만"),
    ],
)
def test_hanja_is_read_without_moving_offsets(lexicon: Lexicon, text: str, expected: str) -> None:
    assert lexicon.hangul(text) == expected
    assert len(expected) == len(text)


@pytest.mark.parametrize(
    ("written", "ruled"),
    [
        ("집행율은?", "집행률은?"),
        ("점검율(%)", "점검률(%)"),
        ("체납정리률 알려줘", "체납정리율 알려줘"),
        ("발간률", "발간율"),  # after ㄴ: 율
        ("비율과 환율", "비율과 환율"),
        ("자율방재단", "자율방재단"),
        ("율동", "율동"),
    ],
)
def test_both_spellings_of_a_rate_become_one(written: str, ruled: str) -> None:
    assert spell_rates(written) == ruled


# The finder


def test_marks_open_and_close_the_edges_of_a_word() -> None:
    assert [hit.word for hit in TermFinder(["노인~"]).find("노인회관 경노인")] == ["노인"]
    assert [hit.start for hit in TermFinder(["^복지관"]).find("노인복지관 복지관장")] == [6]
    assert [hit.start for hit in TermFinder(["체육관$"]).find("문화체육관광 시민체육관에는")] == [9]
    assert TermFinder(["빚!"]).find("빚은 빚고 빚에") == ()


def test_a_particle_must_fit_the_last_sound_of_a_short_word() -> None:
    finder = TermFinder(["청소", "공원"])

    assert [hit.word for hit in finder.find("청소를 공원과 청소들에게는")] == ["청소", "공원", "청소"]
    assert finder.find("청소과 공원가") == ()  # 청소과 is a department


def test_spellings_of_one_word_share_a_key() -> None:
    assert key("^국·시비$") == key("국 시비") == "국시비"
