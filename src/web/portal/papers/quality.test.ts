// Hints about photographed papers: print is fine, darkness, glare and blur are named.

import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { judgePicture } from './quality.ts';

/** A page of stripes as fine as print. */
const page = () => {
  const [width, height] = [400, 560];
  const raw = Buffer.alloc(width * height * 3, 235);
  for (let y = 40; y < height - 40; y += 1)
    for (let x = 40; x < width - 40; x += 1)
      if (y % 14 < 7 && (x * 7 + Math.trunc(y / 14) * 5) % 9 < 4)
        raw.fill(35, (y * width + x) * 3, (y * width + x) * 3 + 3);
  return sharp(raw, { raw: { width, height, channels: 3 } });
};
const judge = async (picture: Sharp) => {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return judgePicture(data, info.width, info.height);
};

describe('a photographed paper', () => {
  it('that can be read is fine, also in a dim room', async () => {
    expect(await judge(page())).toBeNull();
    expect(await judge(page().linear(0.5, 0))).toBeNull();
  });

  it('is named when it is too dark, washed out or out of focus', async () => {
    expect(await judge(page().linear(0.15, 0))).toBe('dark');
    expect(await judge(page().linear(0.05, 240))).toBe('bright');
    expect(await judge(page().blur(6))).toBe('blurred');
  });
});
