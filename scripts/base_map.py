#!/usr/bin/env python3
"""Makes web/src/widgets/map/data/base_map.txt from Natural Earth's 1:50m data (public domain).

    scripts/base_map.py FOLDER      with ne_50m_land.json, ne_50m_lakes.json, ne_50m_admin_0_boundary_lines_land.json and
                                    ne_50m_admin_0_boundary_lines_disputed_areas.json as GeoJSON

Same input, same bytes. Format: docs/formats/base-map.md. Lines are simplified (Douglas and Peucker, 1973) until no point is farther than
TOLERANCE degrees from what is drawn, and put on a grid of 1/SCALE of a degree.
"""
import json
import pathlib
import sys

SCALE = 100
TOLERANCE = 0.02
LEAST_AREA = 0.004  # square degrees; smaller islands and lakes are left out
OUT = pathlib.Path(__file__).resolve().parent.parent / 'web/src/widgets/map/data/base_map.txt'


def lines_of(geometry):
    """Every line or ring of a geometry, holes included."""
    shape, coordinates = geometry['type'], geometry['coordinates']
    if shape == 'LineString':
        return [coordinates]
    if shape in ('MultiLineString', 'Polygon'):
        return coordinates
    assert shape == 'MultiPolygon', shape
    return [ring for polygon in coordinates for ring in polygon]


def distance(point, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0 if length == 0 else max(0, min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length))
    return ((point[0] - a[0] - share * dx) ** 2 + (point[1] - a[1] - share * dy) ** 2) ** 0.5


def simplify(points):
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:  # a ring: hold its farthest point too
        middle = max(range(1, len(points) - 1), key=lambda i: distance(points[i], points[0], points[0]))
        kept.add(middle)
        spans = [(0, middle), (middle, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: distance(points[i], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[i] for i in sorted(kept)]


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def number(value):
    """A signed number as characters '?' to '~', five bits each, lowest first; as in Google's encoded polylines."""
    value = ~(value << 1) if value < 0 else value << 1
    text = ''
    while value >= 0x20:
        text += chr((0x20 | (value & 0x1f)) + 63)
        value >>= 5
    return text + chr(value + 63)


def line(kind, points):
    text, before = kind, (0, 0)
    for x, y in points:
        at = (round(x * SCALE), round(y * SCALE))
        if at == before and text != kind:
            continue
        text += number(at[0] - before[0]) + number(at[1] - before[1])
        before = at
    return text


def main():
    folder = pathlib.Path(sys.argv[1])

    def features(name):
        return json.loads((folder / f'ne_50m_{name}.json').read_text())['features']

    lines = [f'sanad-map 1 {SCALE}']
    for kind, name in (('L', 'land'), ('W', 'lakes')):
        rings = [ring for feature in features(name) for ring in lines_of(feature['geometry'])]
        lines += [line(kind, simplify(ring)) for ring in rings if area(ring) >= LEAST_AREA]
    for feature in features('admin_0_boundary_lines_land'):
        kind = 'B' if feature['properties']['featurecla'].startswith('International boundary') else 'D'
        lines += [line(kind, simplify(points)) for points in lines_of(feature['geometry'])]
    for feature in features('admin_0_boundary_lines_disputed_areas'):
        lines += [line('D', simplify(points)) for points in lines_of(feature['geometry'])]
    OUT.write_text('\n'.join(lines) + '\n')
    print(f'{OUT.name}: {len(lines) - 1} lines, {OUT.stat().st_size} bytes')


main()
