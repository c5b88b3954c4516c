// Draws who looks, when and what for across a paper before it is shown to anyone but its family.

import { createRequire } from 'node:module';
import sharp from 'sharp';
import { inThread } from './in-thread.ts';
import type { PdfToMark } from './watermark-worker.ts';

const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);
/** Lines run upwards like this, in degrees. */
const SLOPE = -24;
const QUALITY = 82;

/** A transparent tile with the lines on it, white under grey so that it reads on dark and on light paper. */
async function tileOf(lines: readonly string[], size: number): Promise<Buffer> {
  const escaped = lines.map((line) =>
    line.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? ''),
  );
  const written = (colour: string) =>
    sharp({
      text: {
        text: `<span foreground="${colour}">${escaped.join('\n')}</span>`,
        font: `Noto Sans SC ${size}`,
        fontfile: FONT,
        rgba: true,
        dpi: 72,
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
  const [light, dark] = await Promise.all([written('#ffffff'), written('#334155')]);
  const { width, height } = dark.info;
  const room = { width: width + Math.round(size * 2.5), height: height + Math.round(size * 2.5) };
  const faint = (picture: Buffer, alpha: number) =>
    sharp(picture).ensureAlpha().linear([1, 1, 1, alpha], [0, 0, 0, 0]).png().toBuffer();
  const flat = await sharp({ create: { ...room, channels: 4, background: '#00000000' } })
    .composite([
      { input: await faint(light.data, 0.45), left: 1, top: 1 },
      { input: await faint(dark.data, 0.34), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
  return sharp(flat).rotate(SLOPE, { background: '#00000000' }).png().toBuffer();
}

/**
 * A picture with the lines all over it, as JPEG.
 * @param longest the longer side of what is wanted, in pixels; null: as it is stored
 */
export async function markPicture(
  bytes: Uint8Array,
  lines: readonly string[],
  longest: number | null,
): Promise<Uint8Array> {
  const bounds = longest === null ? {} : { width: longest, height: longest };
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .resize({ ...bounds, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const size = Math.max(9, Math.round(Math.max(width, height) / 48));
  const tile = await tileOf(lines, size);
  const { width: tileWidth, height: tileHeight } = await sharp(tile).metadata();
  // A tile larger than its picture cannot be composited: only what lies over the picture is taken.
  const input = await sharp(tile)
    .extract({ left: 0, top: 0, width: Math.min(width, tileWidth), height: Math.min(height, tileHeight) })
    .png()
    .toBuffer();
  return sharp(data, { raw: { width, height, channels } })
    .composite([{ input, tile: true }])
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** A picture without lines and no larger than asked for, for the family itself. */
export function shrinkPicture(bytes: Uint8Array, longest: number): Promise<Uint8Array> {
  return sharp(bytes)
    .autoOrient()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** A PDF with the lines across every page; throws where it cannot be opened, which its upload had proved. */
export async function markPdf(bytes: Uint8Array, lines: readonly string[]): Promise<Uint8Array> {
  const input: PdfToMark = { bytes, tile: await tileOf(lines, 28) };
  const answer = await inThread<Uint8Array>(new URL('./watermark-worker.ts', import.meta.url), input);
  if ('done' in answer) return answer.done;
  throw new Error('a stored PDF could not be marked');
}
