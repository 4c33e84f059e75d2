import type { Align } from '../../api/types';

// The listed picture turned so that it lies as the found one does: CSS applies the last function
// first, so it is mirrored before it is turned.
export function transform_of(align: Align | null): string {
  if (!align) return 'none';
  const parts = [align.rotate === 0 ? '' : `rotate(${align.rotate}deg)`, align.mirror ? 'scaleX(-1)' : ''].filter((part) => part !== '');
  return parts.length === 0 ? 'none' : parts.join(' ');
}

export const is_turned = (align: Align | null): boolean => transform_of(align) !== 'none';

// Corners in 1/10,000 of a picture's sides as the points of a polygon in its pixels; undefined where
// there are none, or the picture is not there yet.
export function polygon_of(corners: readonly (readonly number[])[], width: number, height: number): string | undefined {
  if (corners.length < 3 || width <= 0 || height <= 0) return undefined;
  return corners.map(([x = 0, y = 0]) => `${(x * width) / 10_000},${(y * height) / 10_000}`).join(' ');
}

// 75.4 is 1:15.4; tenths only where there are any.
export function format_seconds(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(whole % 60)}`;
  return tenths % 10 === 0 ? rest : `${rest}.${tenths % 10}`;
}
