// What may be hard to look at opens step by step: covered, then blurred and without colour, then
// as far as the reader chooses. One cover may lie over several pictures, so that they open together.
export class Cover {
  is_open = $state(false);
  is_blurred = $state(true);
  is_grey = $state(true);

  open(): void {
    this.is_open = true;
    this.is_blurred = true;
  }

  close(): void {
    this.is_open = false;
    this.is_blurred = true;
    this.is_grey = true;
  }
}
