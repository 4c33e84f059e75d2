// Where rows of a long list lie whose heights are known only once they are drawn.
//
// A browser's field has at most some ten million pixels, and 400,000 messages need more. So the field
// is as high as the rows are thought to be, or kMostPx, and only the rows near the reader are placed
// in it, around an anchor: a row whose place is known. While the reader moves, they move with the
// field, pixel for pixel. Once the reader rests, field and rows are shifted together, unseen, so that
// the scroll bar tells the share of the list again: at the share f of its way, row f × total stands
// at the share f of the window. That holds at both ends. A scroll bar that is dragged goes the other
// way round, from its share to a row. Lengths are CSS pixels. Tested by rows.test.ts.

export const kMostPx = 8_000_000;

// A row and the place of its upper edge in the field.
export interface Anchor { index: number; top: number }
// The rows first to last, and the upper edge of the first.
export interface Span { first: number; last: number; top: number }

export class Rows {
  readonly #heights: Float32Array;  // 0: not known yet
  #known = 0;
  #sum = 0;

  constructor(readonly total: number, private readonly guess: number) {
    this.#heights = new Float32Array(total);
  }

  get average(): number { return this.#known === 0 ? this.guess : this.#sum / this.#known; }
  height(index: number): number { return this.#heights[index] || this.average; }

  // Whether anything changed.
  measure(index: number, height: number): boolean {
    const before = this.#heights[index];
    if (before === undefined || height <= 0 || Math.abs(before - height) < 0.5) return false;
    if (before === 0) this.#known += 1;
    this.#sum += height - before;
    this.#heights[index] = height;
    return true;
  }

  field_height(): number { return Math.min(kMostPx, Math.ceil(this.#sum + (this.total - this.#known) * this.average)); }

  // The row at a place of the field, and its upper edge, counted from an anchor.
  at(anchor: Anchor, place: number): Anchor {
    let { index, top } = anchor;
    while (index > 0 && top > place) top -= this.height(--index);
    while (index + 1 < this.total && top + this.height(index) <= place) top += this.height(index++);
    return { index, top };
  }

  span(anchor: Anchor, from: number, to: number): Span {
    const { index, top } = this.at(anchor, from);
    let last = index;
    for (let below = top + this.height(index); last + 1 < this.total && below < to; below += this.height(last)) last += 1;
    return { first: index, last, top };
  }

  // The row that a scroll bar at this place means.
  meant(scroll: number, field: number, view: number): Anchor {
    const way = field - view;
    if (way <= 0) return { index: 0, top: 0 };
    const share = Math.min(1, Math.max(0, scroll / way));
    const row = share * this.total;
    const index = Math.min(this.total - 1, Math.floor(row));
    return { index, top: scroll + share * view - (row - index) * this.height(index) };
  }

  // The other way: the share of the list that the reader sees from here.
  share(anchor: Anchor, scroll: number, view: number): number {
    if (view <= 0 || this.total === 0) return 0;
    for (let at = this.at(anchor, scroll); at.index < this.total; at = { index: at.index + 1, top: at.top + this.height(at.index) }) {
      // Within a row, both sides grow evenly: (at.top - scroll + p·h) / view = (index + p) / total.
      const height = this.height(at.index);
      const slope = height / view - 1 / this.total;
      const lack = at.index / this.total - (at.top - scroll) / view;
      const within = slope > 0 ? lack / slope : lack > 0 ? 2 : 0;
      if (within <= 1 || at.top + height >= scroll + view) return Math.min(1, Math.max(0, (at.index + Math.min(1, Math.max(0, within))) / this.total));
    }
    return 1;
  }

  // The anchor, moved where it would leave a gap above the first row or below the last one.
  without_gap(anchor: Anchor, scroll: number, view: number): Anchor {
    const first = this.at(anchor, scroll);
    if (first.index === 0 && first.top > scroll) return { index: 0, top: scroll };
    const end = this.at(anchor, scroll + view);
    const gap = scroll + view - (end.top + this.height(end.index));
    if (end.index < this.total - 1 || gap <= 0) return anchor;
    const moved = { index: anchor.index, top: anchor.top + gap };
    const top = this.at(moved, scroll);
    return top.index === 0 && top.top > scroll ? { index: 0, top: scroll } : moved;
  }
}
