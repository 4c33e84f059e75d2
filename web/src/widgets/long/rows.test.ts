import { describe, expect, it } from 'vitest';
import { kMostPx, Rows } from './rows';

const heights_of = (rows: Rows, height: (index: number) => number): void => {
  for (let i = 0; i < rows.total; ++i) rows.measure(i, height(i));
};

describe('rows of known heights', () => {
  const rows = new Rows(50, 80);
  heights_of(rows, (i) => 40 + (i * 37) % 90);
  const tops = Array.from({ length: 51 }, (_, i) => Array.from({ length: i }, (_, k) => rows.height(k)).reduce((a, b) => a + b, 0));

  it('are found at every place, from every anchor', () => {
    for (const index of [0, 7, 49]) {
      for (let place = 0; place < tops[50]!; place += 13) {
        const { index: there, top } = rows.at({ index, top: tops[index]! }, place);
        expect(top <= place && place < top + rows.height(there), `${index} ${place}`).toBe(true);
        expect(top).toBeCloseTo(tops[there]!, 3);
      }
    }
  });
  it('cover the stretch that is asked for, and no more', () => {
    const { first, last, top } = rows.span({ index: 20, top: tops[20]! }, 900, 1500);
    expect(top <= 900 && tops[first + 1]! > 900).toBe(true);
    expect(tops[last]! < 1500 && tops[last + 1]! >= 1500).toBe(true);
  });
  it('make the field as high as they are', () => expect(rows.field_height()).toBe(Math.ceil(tops[50]!)));
  it('leave no gap at the ends', () => {
    expect(rows.without_gap({ index: 0, top: 30 }, 10, 400)).toEqual({ index: 0, top: 10 });
    const end = rows.without_gap({ index: 49, top: 500 }, 300, 400);
    expect(end.top + rows.height(49)).toBeCloseTo(700, 3);
    expect(rows.without_gap({ index: 20, top: 100 }, 100, 400)).toEqual({ index: 20, top: 100 });
  });
  it('that fill no window stay at its top', () => {
    const few = new Rows(2, 50);
    expect(few.without_gap({ index: 0, top: -20 }, 0, 400)).toEqual({ index: 0, top: 0 });
    expect(few.meant(0, few.field_height(), 400)).toEqual({ index: 0, top: 0 });
  });
});

describe('a long list', () => {
  const rows = new Rows(400_000, 90);
  const view = 600;
  const field = rows.field_height();
  it('has a field that browsers can have', () => expect(field).toBe(kMostPx));
  it('begins with its first row, and ends with its last', () => {
    expect(rows.meant(0, field, view)).toEqual({ index: 0, top: 0 });
    const end = rows.meant(field - view, field, view);
    expect(end.index).toBe(399_999);
    expect(end.top + rows.height(399_999)).toBeCloseTo(field, 3);
    expect(rows.share({ index: 0, top: 70 }, 70, view)).toBe(0);
    expect(rows.share(end, field - view, view)).toBeCloseTo(1, 9);
  });
  it('has the row in the middle at the middle of the bar', () => expect(rows.meant((field - view) / 2, field, view).index).toBe(200_000));
  it('says the same share both ways', () => {
    for (let share = 0; share <= 1; share += 0.037) {
      const scroll = share * (field - view);
      expect(rows.share(rows.meant(scroll, field, view), scroll, view)).toBeCloseTo(share, 6);
    }
  });
  it('says it too where heights differ much', () => {
    const uneven = new Rows(1000, 90);
    heights_of(uneven, (i) => (i % 5 === 0 ? 900 : 30));
    const high = uneven.field_height();
    for (let share = 0; share <= 1; share += 0.041) {
      const scroll = share * (high - view);
      expect(uneven.share(uneven.meant(scroll, high, view), scroll, view)).toBeCloseTo(share, 3);
    }
  });
});

describe('measuring', () => {
  it('tells what changed, and guesses the rest by it', () => {
    const rows = new Rows(4, 100);
    expect(rows.measure(0, 50)).toBe(true);
    expect(rows.measure(0, 50.2)).toBe(false);
    expect(rows.measure(4, 50)).toBe(false);
    expect(rows.measure(1, 0)).toBe(false);
    expect(rows.height(3)).toBe(50);
    expect(rows.field_height()).toBe(200);
  });
});
