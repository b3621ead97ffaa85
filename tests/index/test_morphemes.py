"""What keyword search reads of Korean text."""

import threading
import unicodedata

from index.morphemes import CACHED_LENGTH, Morphemes, bigrams, words

PLAIN = Morphemes()


def test_a_compound_is_found_whole_and_by_its_parts():
    assert PLAIN.tokens("특별교부금") == ["특별", "교부금", "특별교부금"]


def test_particles_and_endings_are_dropped():
    assert PLAIN.tokens("예산을 집행하였습니다") == ["예산", "집행"]


def test_a_suffix_joins_its_noun_and_is_no_token_of_its_own():
    assert PLAIN.tokens("집행률은") == ["집행", "집행률"]


def test_figures_stay_whole_with_and_without_commas():
    assert PLAIN.tokens("13,351") == PLAIN.tokens("13351") == ["13351"]
    assert "1234567" in PLAIN.tokens("△1,234,567천원")


def test_a_list_of_figures_is_not_one_figure():
    assert PLAIN.tokens("1,23")[:2] == ["1", "23"]


def test_decomposed_text_reads_like_composed_text():
    text = "재난안전산업과의 집행률"
    assert PLAIN.tokens(unicodedata.normalize("NFD", text)) == PLAIN.tokens(text)


def test_latin_letters_are_lower_case():
    assert PLAIN.tokens("CCTV") == ["cctv"]


def test_text_without_words_gives_nothing():
    assert PLAIN.tokens("") == []
    assert PLAIN.tokens(" ·※ ") == []


def test_an_unknown_compound_is_cut_alike_in_every_context():
    alone, inside = PLAIN.tokens("유기견보호센터"), PLAIN.tokens("독거노인 유기견보호센터")
    assert alone == ["유기", "견", "보호", "센터", "유기견보호센터"]
    assert inside[-len(alone) :] == alone


def test_user_words_are_found_whole_with_their_parts():
    tokens = Morphemes(user_words=["교육지원과"]).tokens("교육지원과와 치수과")
    assert {"교육", "지원", "교육지원과"} <= set(tokens)


def test_user_words_are_found_when_written_apart():
    assert "일자리경제과" in Morphemes(user_words=["일자리경제과"]).tokens("일자리 경제과 예산")


def test_the_longest_user_word_wins():
    tokens = Morphemes(user_words=["기획과", "도시기획과"]).tokens("도시기획과 소관")
    assert tokens.count("도시기획과") == 1
    assert "기획과" not in tokens


def test_a_head_of_department_names_the_department_and_a_course_does_not():
    reader = Morphemes(user_words=["감사과"])
    assert "감사과" in reader.tokens("감사과장 보고")
    assert "감사과" not in reader.tokens("감사과정 운영")


def test_user_words_of_one_reader_do_not_reach_another():
    Morphemes(user_words=["푸른도시과"]).tokens("푸른도시과")
    assert "푸른도시과" not in PLAIN.tokens("푸른도시과")


def test_many_texts_at_once_read_like_one_by_one():
    texts = ["특별교부금 13,351백만원", "", "일자리 경제과장", "가" * (CACHED_LENGTH + 1)]
    assert PLAIN.tokens_of(texts) == [PLAIN.tokens(text) for text in texts]


def test_the_list_given_out_is_the_readers_own():
    PLAIN.tokens("예산").append("?")
    assert PLAIN.tokens("예산") == ["예산"]


def test_threads_get_the_same_tokens():
    texts = [f"{n}년 특별교부금 집행률" for n in range(40)]
    expected = [PLAIN.tokens(text) for text in texts]
    found: dict[int, list[list[str]]] = {}

    def read(number: int) -> None:
        found[number] = [Morphemes().tokens(text) for text in texts]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [expected] * 4


def test_bigrams_cross_spaces_and_mark_beginnings():
    assert bigrams("예산 13,351 원") == ["예산", "산1", "13", "33", "35", "51", "1원", "_예산", "_13", "_원"]


def test_bigrams_read_full_width_and_capitals_alike():
    assert bigrams("ＣＣＴＶ") == bigrams("cctv")


def test_bigrams_of_a_lone_character_and_of_nothing():
    assert bigrams("구") == ["구", "_구"]
    assert bigrams(" ·※ ") == []


def test_bigrams_hardly_notice_spacing():
    together, apart = set(bigrams("특별교부금집행률")), set(bigrams("특별 교부금 집행률"))
    assert together - apart == set()


def test_words_are_what_white_space_parts():
    assert words("특별교부금 집행률은 CCTV") == ["특별교부금", "집행률은", "cctv"]
