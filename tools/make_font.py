"""Makes assets/fonts/AnjianSans.otf from the OFL fonts that Debian packages (fonts-noto-cjk, fonts-noto-core).

Noto Sans CJK SC, cut down to the characters of `font_characters` and without hints and vertical layout. The
few marks it lacks are taken from its sisters. The same fonts give the same file, byte for byte.
"""

import sys
from pathlib import Path

from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from tools import font_characters

FACE = "Noto Sans CJK SC"
MAIN = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SISTERS = [
    Path("/usr/share/fonts/truetype/noto") / f"NotoSans{n}-Regular.ttf" for n in ("Symbols2", "Symbols", "")
]
TARGET = font_characters.ROOT / "assets" / "fonts" / "AnjianSans.otf"
FAMILY = "Anjian Sans"
LICENCE = "SIL Open Font License, Version 1.1"


def face(path: Path, family: str) -> TTFont:
    for font in TTCollection(str(path)):
        if font["name"].getDebugName(1) == family:
            return font
    sys.exit(f"{path} has no face {family}")


def cut(font: TTFont, characters: set[str]) -> None:
    options = Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = ["ccmp", "kern"]
    options.drop_tables += ["BASE", "DSIG", "VORG", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.bidi_closure = False  # or it would add mirror images that nobody asked for
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)


def borrow(font: TTFont, characters: set[str]) -> set[str]:
    """Draws what `font` lacks from its sisters; returns what they lack too."""
    top = font["CFF "].cff.topDictIndex[0]
    for path in SISTERS:
        if not characters or not path.exists():
            continue
        sister = TTFont(path)
        outlines, names = sister.getGlyphSet(), sister.getBestCmap()
        scale = font["head"].unitsPerEm / sister["head"].unitsPerEm
        if scale != 1:
            sys.exit(f"{path} is drawn to another scale")
        for character in sorted(c for c in characters if ord(c) in names):
            add_glyph(font, top, character, outlines, names[ord(character)])
            characters = characters - {character}
    return characters


def add_glyph(font: TTFont, top, character: str, outlines, source: str) -> None:
    neighbour = top.charset.index(font.getBestCmap()[ord("○")])  # a mark too: its group of defaults fits ours
    group = top.FDSelect[neighbour]
    private = top.FDArray[group].Private
    width = round(outlines[source].width)
    pen = T2CharStringPen(width - getattr(private, "nominalWidthX", 0), outlines)
    outlines[source].draw(pen)
    taken = set(top.charset)
    name = next(name for name in (f"cid{number:05d}" for number in range(1, 65535)) if name not in taken)
    strings = top.CharStrings
    strings.charStrings[name] = len(strings.charStringsIndex)
    strings.charStringsIndex.append(pen.getCharString(private=private, globalSubrs=top.GlobalSubrs))
    top.charset.append(name)
    top.FDSelect.append(group)
    font.setGlyphOrder(top.charset)
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables:
        table.cmap[ord(character)] = name


def rename(font: TTFont) -> None:
    """Noto is a trademark, so what we cut out of it goes by a name of our own."""
    names = font["name"]
    copyright_line = names.getDebugName(0)
    names.names = []
    words = {
        0: f"{copyright_line} Cut down and renamed from {FACE}; marks © 2017 Google Inc., from Noto Sans Symbols2.",
        1: FAMILY,
        2: "Regular",
        3: f"{FAMILY} 1.0",
        4: FAMILY,
        5: "Version 1.0",
        6: FAMILY.replace(" ", "") + "-Regular",
        13: LICENCE,
        14: "https://openfontlicense.org",
    }
    for number, text in words.items():
        names.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [words[6]]
    top = cff.topDictIndex[0]
    for field, text in (
        ("FullName", FAMILY),
        ("FamilyName", FAMILY),
        ("Notice", words[0]),
        ("Copyright", words[0]),
    ):
        if hasattr(top, field):
            setattr(top, field, text)


def main() -> None:
    if not MAIN.exists():
        sys.exit(f"{MAIN} is not there: apt install fonts-noto-cjk fonts-noto-core")
    wanted = font_characters.always() | set(font_characters.ours())
    font = face(MAIN, FACE)
    font.recalcTimestamp = False
    missing = {c for c in wanted if ord(c) not in font.getBestCmap()}
    cut(font, wanted - missing)
    nowhere = borrow(font, missing)
    rename(font)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    font.save(TARGET)
    print(f"{TARGET.name}: {len(wanted - nowhere)} characters, {TARGET.stat().st_size / 1e6:.2f} MB")
    if missing - nowhere:
        print("from the sister fonts:", "".join(sorted(missing - nowhere)))
    if nowhere:
        sys.exit("in no font: " + " ".join(f"{c} (U+{ord(c):04X})" for c in sorted(nowhere)))


if __name__ == "__main__":
    main()
