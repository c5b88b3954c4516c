// A thread that opens one uploaded file: pictures are decoded and drawn anew, PDFs are read for what they could do.

import { fileTypeFromBuffer } from 'file-type';
import { parentPort, workerData } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import { type Inspection, LONGEST_SIDE, MOST_PAGES, MOST_PIXELS, SHORTEST_SIDE } from './inspect.ts';

/** Quality of stored pictures: print on paper stays sharp. */
const QUALITY = 86;

async function inspect(bytes: Uint8Array): Promise<Inspection> {
  const type = await fileTypeFromBuffer(bytes);
  switch (type?.mime) {
    case 'application/pdf':
      return (await import('./pdf-content.ts')).inspectPdf(bytes, MOST_PAGES);
    case 'image/jpeg':
    case 'image/png':
      return redraw(sharp(bytes, { limitInputPixels: false, failOn: 'truncated' }));
    case 'image/heic':
    case 'image/heif': {
      const { decodeHeic } = await import('./heic.ts');
      const picture = await decodeHeic(bytes, MOST_PIXELS);
      if (picture === 'too_many_pixels') return { fault: 'too_many_pixels' };
      if (picture === null) return { fault: 'unreadable' };
      const { width, height, data } = picture;
      return redraw(sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false }));
    }
    default:
      return { fault: 'kind' };
  }
}

/** Upright, no larger than anyone needs, without place, time, device, or anything that hides behind the picture. */
async function redraw(picture: Sharp): Promise<Inspection> {
  const { width, height } = await picture.metadata();
  if (width * height > MOST_PIXELS) return { fault: 'too_many_pixels' };
  if (Math.max(width, height) < SHORTEST_SIDE) return { fault: 'too_small' };
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });
  return { mediaType: 'image/jpeg', bytes: new Uint8Array(data), width: info.width, height: info.height, pages: null };
}

const port = parentPort;
if (!port) throw new Error('files are opened in a thread');
const found = await inspect(workerData as Uint8Array).catch((): Inspection => ({ fault: 'unreadable' }));
port.postMessage(found);
