"""What the studio teaches: roles, skills, lessons, questions, interviews, frequent questions."""

from components.career.content.faults import find_faults
from components.career.content.loading import Content, ContentError, load_content

__all__ = ["Content", "ContentError", "find_faults", "load_content"]
