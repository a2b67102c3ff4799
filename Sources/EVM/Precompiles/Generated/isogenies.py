"""Writes Isogenies.swift: the maps from the curves that BLS12-381's hashing goes by (RFC 9380, appendix E), as py_ecc has them.

    python isogenies.py > Isogenies.swift
"""

from py_ecc.optimized_bls12_381 import constants

PARTS = [
    ("xNumerator", "X_NUMERATOR"), ("xDenominator", "X_DENOMINATOR"),
    ("yNumerator", "Y_NUMERATOR"), ("yDenominator", "Y_DENOMINATOR"),
]


def coordinates(value):
    return [int(part) for part in getattr(value, "coeffs", [value])]


def constant(doc, name, values):
    print(f"    /// {doc}")
    print(f"    static let {name}: StaticString = \"\"\"")
    for value in values:
        for coordinate in coordinates(value):
            print(f"        {coordinate:096x}")
    print("        \"\"\"")


def curve(name, doc, prefix):
    print(f"\n/// {doc}")
    print(f"enum {name} {{")
    constant("A' of the curve that is mapped from.", "a", [getattr(constants, prefix + "_A")])
    constant("B' of that curve.", "b", [getattr(constants, prefix + "_B")])
    for label, part in PARTS:
        values = list(getattr(constants, f"{prefix}_{part}"))
        while not any(coordinates(values[-1])):
            values.pop()
        constant(f"Coefficients of the map's {label}, that of the lowest power first.", label, values)
    print("}")


print("// Made by isogenies.py. Each line is a number of 48 bytes; of two for one coefficient the second is imaginary.")
curve("Isogeny11", "The isogeny of degree 11 onto the curve (RFC 9380, E.2).", "ISO_11")
curve("Isogeny3", "The isogeny of degree 3 onto the twist (RFC 9380, E.3).", "ISO_3")
