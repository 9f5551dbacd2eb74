"""Reads the outlines of the council areas from a GeoJSON file, refuses it whole with every fault, and thins them for drawing.

Nothing of the file survives but numbers: names and codes only say which council area a feature is. Coordinates are
degrees (WGS 84), as RFC 7946 asks; drawn units are the map's own, `WIDTH` wide, y downwards.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 482.0, 640.0
MOST_BYTES = 12_000_000
MOST_FEATURES = 400
MOST_POINTS = 600_000
MOST_DRAWN = 14_000
MOST_FAULTS = 60
WEST, EAST, SOUTH, NORTH = -9.5, 0.0, 54.4, 61.2  # round Scotland
FINEST, COARSER = 0.4, 1.5
CODE = re.compile(r"S12000\d{3}")

Ring = list[tuple[float, float]]
Shapes = dict[str, list[Ring]]


class ShapesRefused(ValueError):
    """The file can't be used; `faults` are sentences that say where and why."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass
class _Reading:
    """What was understood so far, and what was wrong."""

    wanted: Mapping[str, str]  # name in small letters → code
    found: dict[str, list[Ring]]
    faults: list[str]
    points: int = 0


def read_shapes(data: bytes, councils: Iterable) -> Shapes:
    """The outlines of all council areas (objects with gss_code and name), ready to draw, by GSS code.

    Raises ShapesRefused with every fault: size, form, coordinates, an area that is missing, unknown or there twice.
    """
    names = {_plain(one.name): one.gss_code for one in councils}
    reading = _Reading(names, {}, [])
    for number, feature in enumerate(_features(data), 1):
        _take(reading, number, feature)
    missing = sorted(name for name, code in names.items() if code not in reading.found)
    if missing:
        reading.faults.append(f"No outline for {', '.join(name.title() for name in missing)}.")
    if reading.faults:
        more = len(reading.faults) - MOST_FAULTS
        told = reading.faults[:MOST_FAULTS]
        raise ShapesRefused([*told, f"And {more} more faults."] if more > 0 else told)
    return _thinned(reading.found)


def _features(data: bytes) -> list:
    if len(data) > MOST_BYTES:
        raise ShapesRefused(
            [f"The file is bigger than {MOST_BYTES // 1_000_000} MB. Simplify its outlines first."]
        )
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ShapesRefused(["The file is not GeoJSON: it can't be read as JSON in UTF-8."]) from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise ShapesRefused(["The file is not a GeoJSON “FeatureCollection”."])
    if len(features) > MOST_FEATURES:
        raise ShapesRefused([f"The file has {len(features):,} features; at most {MOST_FEATURES} are read."])
    return features


def _no_number(word: str):
    raise ValueError(f"{word} is no number")


def _take(reading: _Reading, number: int, feature) -> None:
    """One feature: which area it is, and its rings. A feature of another country's area is passed over."""
    where = f"Feature {number}"
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        reading.faults.append(f"{where} has no properties that could name its area.")
        return
    code = _code_of(feature["properties"], reading.wanted)
    if code is None:
        said = next((one for one in feature["properties"].values() if isinstance(one, str) and one), "")
        reading.faults.append(f"{where} (“{said[:60]}”) is none of the council areas.")
        return
    if code in reading.found:
        reading.faults.append(f"{where} is the second outline of {code}.")
        return
    rings = _rings(reading, where, feature.get("geometry"))
    reading.found[code] = [[_drawn(point) for point in ring] for ring in rings]


def _code_of(properties: Mapping, wanted: Mapping[str, str]) -> str | None:
    words = [one for one in properties.values() if isinstance(one, str)]
    codes = {one for word in words for one in CODE.findall(word) if one in wanted.values()}
    codes = codes or {wanted[_plain(word)] for word in words if _plain(word) in wanted}
    return codes.pop() if len(codes) == 1 else None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z ]", " ", name.lower().replace("&", " and ")).split())


def _rings(reading: _Reading, where: str, geometry) -> list[Ring]:
    """Every ring of a Polygon or MultiPolygon; what is wrong with one is told once a feature."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    polygons = [parts] if kind == "Polygon" else parts
    if not isinstance(polygons, list) or not polygons:
        reading.faults.append(f"{where} has no Polygon or MultiPolygon.")
        return []
    rings = []
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, list) else [None]:
            fault = _fault_of(ring)
            reading.points += len(ring) if isinstance(ring, list) else 0
            if reading.points > MOST_POINTS:
                raise ShapesRefused(
                    [f"The file has more than {MOST_POINTS:,} points. Simplify its outlines first."]
                )
            if fault:
                reading.faults.append(f"{where}: {fault}")
                return []
            rings.append(ring)
    return rings


def _fault_of(ring) -> str:
    if not isinstance(ring, list) or len(ring) < 4:
        return "a ring has fewer than four points."
    for point in ring:
        if not isinstance(point, list) or not 2 <= len(point) <= 4 or not all(map(_is_number, point[:2])):
            return "a point is not a pair of numbers."
        if not (WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH):
            return (
                f"the point {point[0]:.6g}, {point[1]:.6g} lies outside Scotland. "
                "Coordinates must be degrees of longitude and latitude (WGS 84)."
            )
    return "" if ring[0][:2] == ring[-1][:2] else "a ring is not closed."


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _drawn(point) -> tuple[float, float]:
    """Degrees as map units; a degree of longitude is as wide as it is in the middle of Scotland."""
    scale = HEIGHT / (NORTH - SOUTH)
    return (point[0] - WEST) * math.cos(math.radians(57.5)) * scale, (NORTH - point[1]) * scale


def _thinned(found: Shapes) -> Shapes:
    """Fewer points, finest first, until the whole map is small enough for a phone."""
    tolerance = FINEST
    while True:
        thin = {code: _fewer(rings, tolerance) for code, rings in found.items()}
        if sum(len(ring) for rings in thin.values() for ring in rings) <= MOST_DRAWN:
            return thin
        tolerance *= COARSER


def _fewer(rings: list[Ring], tolerance: float) -> list[Ring]:
    """Each ring's points at least `tolerance` apart; islets that nobody could see go, the biggest ring stays."""
    kept = [_apart(ring, tolerance) for ring in rings]
    biggest = max(kept, key=_extent)
    return [ring for ring in kept if ring is biggest or (len(ring) > 3 and _extent(ring) > 2 * tolerance)]


def _apart(ring: Ring, tolerance: float) -> Ring:
    first = (round(ring[0][0], 1), round(ring[0][1], 1))
    found = [first]
    for x, y in ring[1:-1]:
        if math.dist(found[-1], (x, y)) >= tolerance:
            found.append((round(x, 1), round(y, 1)))
    return found


def _extent(ring: Ring) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))
