"""The recipe of the bilingual extractive reader."""
