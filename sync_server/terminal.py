"""Speaking to whoever administers the office in a terminal: their language, sentences, passwords, progress."""

import getpass
import os
import sys

from inspection.problems import Problem
from inspection.texts import LANGUAGES, Speaker, speaker


def language(told: str = "") -> str:
    """The one asked for, else that of the terminal; Chinese where it does not say."""
    if told in LANGUAGES:
        return told
    said = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "en" if said.startswith("en") else LANGUAGES[0]


class Terminal:
    def __init__(self, language_told: str = ""):
        self.text: Speaker = speaker(language(language_told))

    def say(self, key: str, **facts) -> None:
        print(self.text(key, **facts), flush=True)

    def lines(self, lines) -> None:
        print("\n".join(lines), flush=True)

    def problem(self, problem: Problem) -> None:
        print(self.text.problem(problem.code, problem.facts), file=sys.stderr, flush=True)
        for fault in problem.facts.get("faults", ()):
            print("  " + self.text(f"cli.config.{fault['why']}", **fault), file=sys.stderr, flush=True)

    def progress(self, done: int, whole: int | None = None) -> None:
        """One line that counts up where somebody looks on, now and then a line of its own in a log."""
        said = self.text("cli.progress", done=done, whole=whole) if whole else str(done)
        if sys.stdout.isatty():
            print(f"\r{said}", end="\n" if whole == done else "", flush=True)
        elif done == whole or done % 1000 == 0:
            print(said, flush=True)

    def password(self, from_stdin: bool) -> str:
        """Problems: password.differs, password.none."""
        if from_stdin:
            told = sys.stdin.readline().rstrip("\r\n")
            if not told:
                raise Problem("password.none")
            return told
        if not sys.stdin.isatty():
            raise Problem("password.none")
        first = getpass.getpass(self.text("cli.password"))
        if first != getpass.getpass(self.text("cli.password_again")):
            raise Problem("password.differs")
        return first

    def agrees(self, key: str, **facts) -> bool:
        """Whether the person says yes; no where nobody is there to ask."""
        if not sys.stdin.isatty():
            return False
        return input(self.text(key, **facts)).strip().lower() in ("y", "yes", "是", "好", "对")
