"""The bundled font: everything we write, nothing else."""

import pytest
from fontTools.ttLib import TTFont

from tools import font_characters

FONT = font_characters.ROOT / "assets" / "fonts" / "AnjianSans.otf"


@pytest.fixture(scope="module")
def font():
    with TTFont(FONT) as opened:
        yield opened


@pytest.fixture(scope="module")
def covered(font):
    return set(map(chr, font.getBestCmap()))


def listed(characters):
    return " ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters))


def test_the_national_list_is_complete(covered):
    assert len(font_characters.hanzi()) == 8105
    assert not font_characters.hanzi() - covered


def test_every_character_of_our_own_words_is_there(covered):
    missing = {c: place for c, place in font_characters.ours().items() if c not in covered}
    assert not missing, f"run `make font`; these are not in the font: {missing}"


def test_it_holds_nothing_more(covered):
    more = covered - font_characters.always() - set(font_characters.ours())
    assert not more, f"run `make font`; no one needs {listed(more)} any more"
    assert not font_characters.always() - covered, (
        f"run `make font`: {listed(font_characters.always() - covered)}"
    )


def test_every_character_but_the_blanks_has_a_drawing(font, covered):
    outlines, names = font.getGlyphSet(), font.getBestCmap()
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    assert len(outlines) <= len(covered) + 10  # .notdef and a few composed forms
    empty = [c for c in covered if not len(strings[names[ord(c)]].bytecode or b"") > 2 and not c.isspace()]
    assert not empty, listed(empty)


def test_it_is_lean_and_has_a_name_of_its_own(font):
    assert FONT.stat().st_size < 3_000_000
    assert not {"vmtx", "vhea", "VORG", "BASE", "DSIG"} & set(font.keys())
    assert font["name"].getDebugName(1) == "Anjian Sans"
    assert "Noto" not in (font["name"].getDebugName(4) + font["name"].getDebugName(6))
    assert "Open Font License" in font["name"].getDebugName(13)


def test_its_licence_lies_beside_it():
    licence = FONT.with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence.split("SIL OPEN FONT LICENSE")[0]
