import { describe, expect, it, vi } from 'vitest';
import type { PlayedSound, PlayedVideo } from '../../api/types';
import { Failure } from '../../base/failure';
import { picture_at, Place, stretch_start, Track } from './playback';
import { Player } from './player.svelte';

const picture = (at_ms: number) => ({ at_ms, width: 4, height: 2, picture: String(at_ms) });
const video_of = (length_ms: number, duration_ms?: number) => vi.fn((seconds: number): Promise<PlayedVideo> => {
  const begin_ms = seconds * 1000;
  const pictures = Array.from({ length: 10 }, (_, i) => picture(begin_ms + i * 1000)).filter(({ at_ms }) => at_ms < length_ms);
  if (pictures.length === 0) return Promise.reject(new Failure('not_found', 'there is no picture'));
  return Promise.resolve({ begin_ms, pictures, is_last: begin_ms + 10_000 >= length_ms, damaged: false, ...(duration_ms === undefined ? {} : { duration_ms }) });
});
const sound_of = (length_ms: number) => vi.fn((seconds: number): Promise<PlayedSound> => {
  const begin_ms = seconds * 1000;
  return Promise.resolve({ begin_ms, length_ms: Math.min(60_000, length_ms - begin_ms), sound: 'UklGRg==', is_last: begin_ms + 60_000 >= length_ms, damaged: false });
});
const settled = () => new Promise((done) => setTimeout(done, 0));

// A player whose clock is moved by hand; go() moves it on and lets it show what is there then.
function rig(asks: { moving?: ReturnType<typeof video_of>; sound?: ReturnType<typeof sound_of>; duration_ms?: number }) {
  let now = 1000;
  const sound = asks.sound ?? sound_of(14_000);
  const player = new Player({ moving: asks.moving, sound, duration_ms: asks.duration_ms, now: () => now });
  const go = async (ms: number, step = 100): Promise<void> => {
    for (let gone = 0; gone < ms; gone += step) {
      now += step;
      player.tick();
      await settled();
      player.tick();
    }
  };
  return { player, go, sound };
}

describe('stretches', () => {
  it('begin at whole multiples', () => {
    expect([0, 9_999, 10_000, 25_500, -3].map((at) => stretch_start(at, 10_000))).toEqual([0, 0, 10_000, 20_000, 0]);
  });
  it('show the picture that began last', () => {
    const pictures = [picture(1000), picture(1500)];
    expect([0, 1000, 1499, 1500, 9000].map((at) => picture_at(pictures, at)?.at_ms)).toEqual([1000, 1000, 1000, 1500, 1500]);
    expect(picture_at([], 5)).toBeUndefined();
  });
  it('are asked for once, and the nearest are held', async () => {
    const fetch = vi.fn((seconds: number) => Promise.resolve({ begin_ms: seconds * 1000, is_last: seconds === 40 }));
    const track = new Track(10_000, 2, fetch);
    await Promise.all([track.load(5), track.load(9000)]);
    expect(fetch).toHaveBeenCalledTimes(1);
    for (const at of [10_000, 20_000, 30_000, 40_000, 50_000]) await track.load(at);
    expect(fetch).toHaveBeenCalledTimes(5);
    expect([0, 10_000, 20_000, 30_000, 40_000].map((at) => track.at(at) !== undefined)).toEqual([false, false, false, true, true]);
    expect(track.is_over(49_999)).toBe(false);
    expect(track.is_over(50_000)).toBe(true);
  });
});

describe('a place', () => {
  it('moves on with the clock only while it runs', () => {
    let now = 0;
    const place = new Place(() => now);
    now = 500;
    expect(place.ms).toBe(0);
    place.run();
    now = 800;
    expect(place.ms).toBe(300);
    place.move(5000);
    now = 900;
    place.stop();
    now = 2000;
    expect(place.ms).toBe(5100);
  });
});

describe('a video', () => {
  it('stands at its first picture, muted, and asks for no sound', async () => {
    const { player, go, sound } = rig({ moving: video_of(14_000) });
    await go(300);
    expect(player.picture?.at_ms).toBe(0);
    expect([player.is_playing, player.is_muted, player.at_ms]).toEqual([false, true, 0]);
    expect(sound).not.toHaveBeenCalled();
    expect(player.sound_here()).toBeUndefined();
  });
  it('plays over the end of a stretch, and stops at its end', async () => {
    const moving = video_of(14_000, 14_000);
    const { player, go } = rig({ moving });
    await go(300);
    player.play();
    await go(12_000);
    expect(player.picture?.at_ms).toBe(12_000);
    expect(moving.mock.calls.map(([seconds]) => seconds)).toEqual([0, 10]);
    await go(5000);
    expect([player.is_playing, player.at_ms]).toEqual([false, 14_000]);
    player.play();
    await go(1000);
    expect(player.is_playing).toBe(true);
    expect(player.at_ms).toBeLessThan(2000);
  });
  it('goes on where a file says that it is shorter than it is', async () => {
    const { player, go } = rig({ moving: video_of(25_000, 3000) });
    await go(300);
    player.play();
    await go(21_000);
    expect(player.picture?.at_ms).toBeGreaterThanOrEqual(20_000);
  });
  it('waits until a place is settled before it asks', async () => {
    const moving = video_of(95_000, 95_000);
    const { player, go } = rig({ moving });
    await go(300);
    for (const to of [20_000, 40_000, 60_000]) {
      player.seek(to);
      await go(100);
    }
    expect(player.is_waiting).toBe(true);
    await go(300);
    expect(moving.mock.calls.map(([seconds]) => seconds)).toEqual([0, 60]);
    expect([player.picture?.at_ms, player.is_waiting, player.is_playing]).toEqual([60_000, false, false]);
    player.seek(999_999);
    expect(player.at_ms).toBe(95_000);
    player.seek(-5);
    expect(player.at_ms).toBe(0);
  });
  it('asks for the sound when it is wanted, and says how far into it the place is', async () => {
    const { player, go, sound } = rig({ moving: video_of(90_000), sound: sound_of(90_000) });
    await go(300);
    player.seek(61_000);
    player.is_muted = false;
    await go(300);
    expect(sound.mock.calls.map(([seconds]) => seconds)).toEqual([60]);
    expect(player.sound_here()?.into_ms).toBe(1000);
  });
  it('plays on without sound where it has none', async () => {
    const sound = vi.fn(() => Promise.reject(new Failure('invalid', 'No sound')));
    const { player, go } = rig({ moving: video_of(14_000), sound: sound as never });
    await go(300);
    player.is_muted = false;
    player.play();
    await go(2000);
    expect([player.is_playing, player.is_muted]).toEqual([true, true]);
    expect(player.sound_failure?.message).toBe('No sound');
    expect(player.failure).toBeUndefined();
  });
  it('says why it cannot be shown, and asks again when it is played again', async () => {
    const good = video_of(14_000);
    const moving = vi.fn().mockRejectedValueOnce(new Failure('denied', 'set aside')).mockImplementation(good);
    const { player, go } = rig({ moving: moving as never });
    await go(300);
    expect(player.failure?.code).toBe('denied');
    await go(1000);
    expect(moving).toHaveBeenCalledTimes(1);
    player.play();
    await go(500);
    expect(player.failure).toBeUndefined();
    expect(player.picture?.at_ms).toBe(0);
  });
  it('ends where the server finds nothing further', async () => {
    const moving = vi.fn((seconds: number) => (seconds === 0
      ? Promise.resolve({ begin_ms: 0, pictures: [picture(0)], is_last: false, damaged: false })
      : Promise.reject(new Failure('not_found', 'there is no picture'))));
    const { player, go } = rig({ moving: moving as never });
    await go(300);
    player.play();
    await go(12_000);
    expect([player.is_playing, player.at_ms, player.failure]).toEqual([false, 10_000, undefined]);
  });
});

describe('a recording', () => {
  it('is muted until it is wanted loud, and plays to its end', async () => {
    const { player, go, sound } = rig({ sound: sound_of(70_000) });
    await go(300);
    expect(player.sound_here()).toBeUndefined();
    player.is_muted = false;
    player.play();
    await go(61_000, 500);
    expect(sound.mock.calls.map(([seconds]) => seconds)).toEqual([0, 60]);
    expect(player.sound_here()?.stretch.begin_ms).toBe(60_000);
    await go(11_000, 500);
    expect([player.is_playing, player.end_ms]).toEqual([false, 70_000]);
  });
  it('that cannot be heard says why', async () => {
    const { player, go } = rig({ sound: vi.fn(() => Promise.reject(new Failure('invalid', 'No sound'))) as never });
    await go(300);
    expect(player.failure?.message).toBe('No sound');
    expect(player.is_waiting).toBe(false);
  });
});
