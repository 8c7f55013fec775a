"""Names of skills in lines: whole words in Latin script, any place in Chinese."""

import pytest

from components.career.aliases import AliasIndex, is_wish
from components.career.content.schema import Skill
from tests.career.samples import skill

ALIASES = {
    "rag": (
        ["RAG", "retrieval-augmented generation", "vector search"],
        ["检索增强", "知识库问答", "向量检索"],
    ),
    "search": (["BM25", "search engine", "Elasticsearch"], ["检索", "搜索引擎", "倒排索引"]),
    "cpp": (["C++", "CUDA C", "libtorch"], ["C加加", "西加加", "本地代码"]),
    "c": (["C", "C11", "C99"], ["C语言", "语言C", "纯C"]),
}
INDEX = AliasIndex(
    {
        name: Skill.model_validate(
            skill(name)
            | {
                "name": {"en": english[0], "zh": chinese[0]},
                "aliases": {"en": english, "zh": chinese},
            }
        )
        for name, (english, chinese) in ALIASES.items()
    }
)


def named(line):
    return {mention.skill_id: mention.alias for mention in INDEX.find(line)}


@pytest.mark.parametrize(
    ("line", "skills"),
    [
        ("Built RAG pipelines", {"rag": "RAG"}),
        ("Ｂuilt ＲＡＧ", {"rag": "RAG"}),
        ("熟悉RAG架构", {"rag": "RAG"}),
        ("dragged and storage", {}),
        ("RAGs in production", {"rag": "RAG"}),
        ("Retrieval augmented generation", {"rag": "retrieval-augmented generation"}),
        ("retrievalaugmented generation", {"rag": "retrieval-augmented generation"}),
        ("a vector-search service", {"rag": "vector search"}),
        ("知識庫問答系統", {"rag": "知识库问答"}),
        ("检索增强生成", {"rag": "检索增强"}),
        ("检索系统和检索增强", {"search": "检索", "rag": "检索增强"}),
        ("C++ and Python", {"cpp": "C++"}),
        ("C, Java", {"c": "C"}),
        ("Cats", {}),
        ("精通C语言", {"c": "C语言"}),
    ],
)
def test_names_are_found(line, skills):
    assert named(line) == skills


@pytest.mark.parametrize(
    "line",
    [
        "No experience with RAG yet",
        "I want to learn RAG",
        "Interested in RAG",
        "希望学习RAG",
        "没有RAG项目经验",
        "对检索增强感兴趣",
        "不熟悉RAG",
    ],
)
def test_a_wish_is_no_evidence(line):
    assert [mention.skill_id for mention in INDEX.find(line)] == ["rag"]
    assert is_wish(line)


@pytest.mark.parametrize("line", ["Built RAG", "负责RAG系统", "Wanted posters", "不断优化检索"])
def test_plain_work_is_no_wish(line):
    assert not is_wish(line)


def test_ordinary_words_name_no_skill():
    entry = skill("x") | {"name": {"en": "Attention", "zh": "注"}}
    assert AliasIndex({"x": Skill.model_validate(entry)}).find("Attention to detail") == []


def test_without_skills_nothing_is_found():
    assert AliasIndex({}).find("anything") == []
