"""Every sentence a person reads, in zh-CN and en: one folder a language, one file a subject.

`speaker("zh-CN")("problem.credit_code.malformed", code="…")`. The two folders hold the same keys
with the same {placeholders}; a test sees to it.
"""

import json
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh-CN", "en")
WORDED = frozenset({"state", "move", "role", "track", "purpose", "severity"})  # facts whose values have words


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by key. Unknown languages read as the first."""
    folder = files(__package__) / (language if language in LANGUAGES else LANGUAGES[0])
    texts: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            texts.update(json.loads(file.read_text("utf-8")))
    return texts


class Speaker:
    """Says keys in one language. An unknown key is said as itself, so that nothing is ever blank."""

    def __init__(self, language: str):
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.texts = catalogue(self.language)

    def __call__(self, key: str, /, **facts) -> str:
        text = self.texts.get(key, key)
        return text.format_map(_Facts(facts)) if "{" in text else text

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def problem(self, code: str | None, facts: dict | None = None) -> str:
        """The sentence for a problem's code; an unknown code still gets a sentence that shows it."""
        key = f"problem.{code}"
        return (
            self(key, **self.worded(facts or {})) if key in self.texts else self("problem.unknown", code=code)
        )

    def worded(self, facts: dict) -> dict:
        """Facts in which codes of the field (a state, a move, a role …) have become words."""
        return {
            name: self.texts.get(f"{name}.{value}", value)
            if name in WORDED and isinstance(value, str)
            else value
            for name, value in facts.items()
        }

    def pick(self, zh: str, en: str | None) -> str:
        return en if self.language == "en" and en else zh


class _Facts(dict):
    def __missing__(self, name):
        return "—"


@cache
def speaker(language: str) -> Speaker:
    return Speaker(language)
