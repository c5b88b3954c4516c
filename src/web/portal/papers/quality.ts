// Whether a photographed paper can be read: too dark, too bright, out of focus. A hint before it is sent, never a refusal.

/** What is wrong with a picture. */
export type PictureFault = 'dark' | 'bright' | 'blurred';

/** Mean lightness (0–255) below which print is lost in the dark, and above which with no contrast the light has washed it out. */
const DARK = 45;
const BRIGHT = 235;
/** Spread of lightness below which there is nothing to read. */
const FLAT = 9;
/** Sharpest edges (the 99th percentile of the second difference) below which print has no edges left. */
const SOFT = 14;

/** Judges pixels as a canvas gives them. @param data RGBA, four bytes a pixel */
export function judgePicture(data: ArrayLike<number>, width: number, height: number): PictureFault | null {
  const grey = new Float32Array(width * height);
  let sum = 0;
  for (let at = 0; at < grey.length; at += 1) {
    const value = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0);
    grey[at] = value;
    sum += value;
  }
  const mean = sum / grey.length;
  const spread = Math.sqrt(grey.reduce((all, value) => all + (value - mean) ** 2, 0) / grey.length);
  if (mean < DARK) return 'dark';
  if (mean > BRIGHT && spread < FLAT) return 'bright';
  const histogram = new Uint32Array(1024);
  let points = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
      const edge = Math.min(1023, Math.round(Math.abs(4 * (grey[at] ?? 0) - around)));
      histogram[edge] = (histogram[edge] ?? 0) + 1;
      points += 1;
    }
  }
  let above = points / 100;
  for (let edge = 1023; edge >= 0; edge -= 1) {
    above -= histogram[edge] ?? 0;
    if (above <= 0) return edge < SOFT ? 'blurred' : null;
  }
  return null;
}
