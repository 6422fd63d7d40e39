"""Which characters the bundled font holds: the national character list, what we write with, and no more."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HANZI = Path(__file__).with_name("tongyong-guifan-hanzi.txt")  # 通用规范汉字表 (2013), 8,105 characters

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])).replace("\xad", "")
PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɡĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙ"
PUNCTUATION = "–—―‘’“”†‡•…‰′″※‹›⁄€" + "　、。〃々〇〈〉《》「」『』【】〒〓〔〕〖〗"
FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥"
NUMBERED = "".join(map(chr, range(0x2460, 0x2474))) + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ" + "₀₁₂₃₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹⁻"
MEASURES = "℃℉№℡㎡㎥㎎㎏㎜㎝㎞㏄ΩμφΦαβγδλπρσθΔΣ≤≥≠≈≡√∞∑∫∠⊥∥∴∵∈∶"
MARKS = "←↑→↓↔↖↗↘↙✓✗✔✘○●◎◇◆□■△▲▽▼☆★♀♂⚠☐☑☒"
FRAMES = "─│┌┐└┘├┤┬┴┼"

# Files whose words a person reads, by the room they lie in.
TEXT_FILES = ("*.json", "*.yaml", "*.yml", "*.toml", "*.html", "*.txt", "*.csv", "*.svg", "*.js", "*.css")
ROOMS = ("inspection", "app", "sync_server", "assets/templates")


def hanzi() -> set[str]:
    return {c for c in HANZI.read_text("utf-8") if not c.isspace()}


def always() -> set[str]:
    return hanzi() | set(LATIN + PINYIN + PUNCTUATION + FULL_WIDTH + NUMBERED + MEASURES + MARKS + FRAMES)


def spoken(source: str) -> Iterator[str]:
    """The strings of a Python file, without its docstrings."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def readable(character: str) -> bool:
    """A mark on paper: no control, no variation selector, no character without a form of its own."""
    return character.isprintable() and not 0xFE00 <= ord(character) <= 0xFE0F and ord(character) < 0xE0000


def ours() -> dict[str, str]:
    """Every character that appears in our own words, and a file that has it."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for pattern in (*TEXT_FILES, "*.py"):
            for path in sorted((ROOT / room).rglob(pattern)):
                text = path.read_text("utf-8")
                if path.suffix == ".py":
                    text = "".join(spoken(text))
                elif path.suffix == ".json":
                    text = json.dumps(json.loads(text), ensure_ascii=False)
                for character in filter(readable, set(text)):
                    found.setdefault(character, path.relative_to(ROOT).as_posix())
    return found
