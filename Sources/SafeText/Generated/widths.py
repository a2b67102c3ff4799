"""Writes ScalarClass+Ranges.swift from Python's unicodedata; run from the package root.

Each entry is the first scalar of a range, shifted left by 3, and the class of the range (see ScalarClass.swift).
"""
import unicodedata

NARROW, WIDE, COMBINING, ESCAPED, SPACE, DROPPED = range(6)

# Default_Ignorable_Code_Point of category Lo, Mn (invisible, so they could hide or forge text), and Hangul
# vowels and finals that terminals join to the syllable before them.
INVISIBLE = [(0x34F, 0x34F), (0x115F, 0x11FF), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164),
             (0xD7B0, 0xD7FF), (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF)]


def classify(c):
    category = unicodedata.category(chr(c))
    if any(a <= c <= b for a, b in INVISIBLE):
        return ESCAPED
    if 0xFE00 <= c <= 0xFE0F or 0x1F3FB <= c <= 0x1F3FF:  # how to draw the one before: text, emoji, skin tone
        return DROPPED if c in (0xFE0E, 0xFE0F) or c > 0x10000 else ESCAPED
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return ESCAPED
    if category == "Zs" and c != 0x20 or c == 0x2800:  # blank glyphs other than the space
        return SPACE
    if category in ("Mn", "Me"):
        return COMBINING
    return WIDE if unicodedata.east_asian_width(chr(c)) in "WF" else NARROW


entries, last = [], None
for c in range(0x110000):
    k = classify(c)
    if k != last:
        entries.append((c << 3) | k)
        last = k

out = ["// Made by Sources/SafeText/Generated/widths.py from the Unicode Character Database %s"
       % unicodedata.unidata_version,
       "// (general category, East Asian width).", "", "extension ScalarClass {",
       "    /// The version of Unicode that `ranges` was made from.",
       '    static let unicodeVersion = "%s"' % unicodedata.unidata_version, "",
       "    /// Starts of ranges in ascending order: the first scalar shifted left by 3, and its class.",
       "    static let ranges: [UInt32] = ["]
line = "       "
for e in entries:
    t = " %d," % e if e < 1000 else " " + "{:_}".format(e) + ","
    if len(line) + len(t) > 108:
        out.append(line)
        line = "       "
    line += t
out += [line, "    ]", "}", ""]
open("Sources/SafeText/Generated/ScalarClass+Ranges.swift", "w").write("\n".join(out))
