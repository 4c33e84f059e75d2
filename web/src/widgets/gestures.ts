// Moving and enlarging by pointer, wheel, two fingers and keys, for maps and graphs.
export interface Gestures {
  pan: (dx: number, dy: number) => void;
  zoom: (at: { x: number; y: number }, steps: number) => void;
  home: () => void;
}

const kKeyStep = 60;

// What a key does; undefined: it is not ours. A field in the middle is enlarged.
export function act_on_key(key: string, middle: { x: number; y: number }, on: Gestures): boolean {
  if (key === 'ArrowUp') on.pan(0, kKeyStep);
  else if (key === 'ArrowDown') on.pan(0, -kKeyStep);
  else if (key === 'ArrowLeft') on.pan(kKeyStep, 0);
  else if (key === 'ArrowRight') on.pan(-kKeyStep, 0);
  else if (key === '+' || key === '=') on.zoom(middle, 1);
  else if (key === '-' || key === '_') on.zoom(middle, -1);
  else if (key === '0' || key === 'Home') on.home();
  else return false;
  return true;
}

// For {@attach gestures(...)}: the element takes the focus, and what is moved over it calls back.
export function gestures(on: Gestures): (element: HTMLElement) => () => void {
  return (element) => {
    const pointers = new Map<number, { x: number; y: number }>();
    const place = (event: MouseEvent): { x: number; y: number } => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const spread = (): number => {
      const [a, b] = [...pointers.values()];
      return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
    };
    const controller = new AbortController();
    const { signal } = controller;
    element.tabIndex = 0;
    element.addEventListener('pointerdown', (event) => {
      if ((event.target as Element).closest('[data-pick]')) return;
      pointers.set(event.pointerId, place(event));
      element.setPointerCapture(event.pointerId);
    }, { signal });
    element.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const spread_before = spread();
      const now = place(event);
      pointers.set(event.pointerId, now);
      if (pointers.size === 1) on.pan(now.x - before.x, now.y - before.y);
      else if (spread_before > 0) on.zoom(now, Math.log2(spread() / spread_before));
    }, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      element.addEventListener(end, (event) => { pointers.delete(event.pointerId); }, { signal });
    }
    element.addEventListener('wheel', (event) => {
      event.preventDefault();
      on.zoom(place(event), -Math.max(-100, Math.min(100, event.deltaY)) / 200);
    }, { signal, passive: false });
    element.addEventListener('keydown', (event) => {
      if (event.target !== element || event.altKey || event.ctrlKey || event.metaKey) return;
      const middle = { x: element.clientWidth / 2, y: element.clientHeight / 2 };
      if (act_on_key(event.key, middle, on)) event.preventDefault();
    }, { signal });
    return () => controller.abort();
  };
}
