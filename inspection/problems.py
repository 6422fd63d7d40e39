"""What can be refused: a code that travels and the facts behind it. Sentences are in `texts`."""


class Problem(Exception):
    """A refusal with a `code` (its sentence is `problem.<code>`) and JSON-able `facts`."""

    def __init__(self, code: str, /, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({said})"

    def __eq__(self, other) -> bool:
        return isinstance(other, Problem) and (self.code, self.facts) == (other.code, other.facts)

    __hash__ = Exception.__hash__


class NotYet(Problem):
    """Not refused, only early: it speaks of something that has still to arrive.

    `awaits` names what: {"kind": "record" | "photo" | "hazard" | "enterprise" …, "id": …}.
    """

    def __init__(self, kind: str, identity: str):
        super().__init__("record.waits", kind=kind, id=identity)
        self.awaits = (kind, identity)
