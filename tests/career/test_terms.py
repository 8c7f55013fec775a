"""Where a term counts as found."""

from components.career.terms import find_term


def test_terms_are_words_in_latin_script_and_parts_in_chinese():
    assert find_term("We fine-tuned it.", ["tune"]) is None
    assert find_term("RAG retrieves; it reranks.", ["retrieve"]) == "retrieve"
    assert find_term("ＲＡＧ 先检索再生成", ["rag"]) == "rag"
    assert find_term("它先做检索", ["检索"]) == "检索"
    assert find_term("dragging", ["rag"]) is None
    assert find_term("先檢索，再排序", ["检索"]) == "检索"
