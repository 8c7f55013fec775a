"""The pages: the menu's sections, and the pages that a text travels to."""

HOME = "home"
MENU = {
    "start": {
        "home": ("pages/start/home.py", ":material/home:"),
        "status": ("pages/start/status.py", ":material/monitor_heart:"),
    },
    "demos": {
        "sentiment": ("pages/demos/sentiment.py", ":material/sentiment_satisfied:"),
        "sentiment_table": ("pages/demos/sentiment_table.py", ":material/table_view:"),
        "question_answering": ("pages/demos/question_answering.py", ":material/contact_support:"),
        "document_answering": ("pages/demos/document_answering.py", ":material/find_in_page:"),
        "question_table": ("pages/demos/question_table.py", ":material/table_chart:"),
        "text_generation": ("pages/demos/text_generation.py", ":material/edit_note:"),
    },
    "lab": {
        "attention": ("pages/lab/attention.py", ":material/grid_on:"),
        "attention_tour": ("pages/lab/attention_tour.py", ":material/tour:"),
        "attention_steps": ("pages/lab/attention_steps.py", ":material/stairs_2:"),
        "attention_heads": ("pages/lab/attention_heads.py", ":material/apps:"),
        "attention_faithfulness": ("pages/lab/attention_faithfulness.py", ":material/balance:"),
        "layers": ("pages/lab/layers.py", ":material/layers:"),
    },
    "career": {
        "roles": ("pages/career/roles.py", ":material/work:"),
        "skills": ("pages/career/skills.py", ":material/account_tree:"),
        "lessons": ("pages/career/lessons.py", ":material/menu_book:"),
        "assess": ("pages/career/assess.py", ":material/quiz:"),
        "match": ("pages/career/match.py", ":material/person_search:"),
        "plan": ("pages/career/plan.py", ":material/event_note:"),
        "practise": ("pages/career/practise.py", ":material/exercise:"),
        "progress": ("pages/career/progress.py", ":material/trending_up:"),
        "faq": ("pages/career/faq.py", ":material/help:"),
        "coverage": ("pages/career/coverage.py", ":material/fact_check:"),
    },
}
"""Section → stem → script and icon. A page's address is its stem, never translated; messages name
section (`menu.<section>`) and page (`<stem>.nav`)."""

SCRIPTS = {stem: entry for pages in MENU.values() for stem, entry in pages.items()}
"""The same without sections."""

PAGES = {
    stem: SCRIPTS[stem]
    for stem in ("sentiment", "question_answering", "text_generation", "attention")
}
"""Pages whose input is one text, which travels between them."""
