// Makes a photo ready in the browser: upright, no larger than needed, without the place where it was taken.

import { judgePicture, type PictureFault } from './quality.ts';

/** Longer side of what is sent, in pixels: as the server keeps it. */
const LONGEST = 2400;
/** Longer side of what is judged. */
const JUDGED = 700;
const QUALITY = 0.86;
/** Largest file that the server takes, in bytes. */
const LIMIT = 10 * 1024 * 1024;
/** Below this a picture is a thumbnail: the server would refuse it. */
const SHORTEST = 300;

/** A file to send; `preview` is an address to release, null for what the browser cannot show. */
export interface Prepared {
  readonly body: Blob;
  readonly preview: string | null;
  readonly fault: PictureFault | null;
}

/** Why a file cannot be sent. */
export type PreparationFault = 'too_large' | 'too_small' | 'empty';

/**
 * Draws a picture anew through a canvas, which leaves the pixels and nothing else. What the browser cannot open (HEIC
 * outside Apple's) goes as it is, and the server opens it; so does a PDF.
 */
export async function preparePicture(file: File): Promise<Prepared | PreparationFault> {
  if (file.size === 0) return 'empty';
  const bitmap = file.type === 'application/pdf' ? null : await opened(file);
  if (bitmap === null) return file.size > LIMIT ? 'too_large' : { body: file, preview: null, fault: null };
  try {
    if (Math.max(bitmap.width, bitmap.height) < SHORTEST) return 'too_small';
    const small = drawn(bitmap, JUDGED);
    const pixels = small.context.getImageData(0, 0, small.canvas.width, small.canvas.height);
    const fault = judgePicture(pixels.data, pixels.width, pixels.height);
    const { canvas } = drawn(bitmap, LONGEST);
    const body = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (body === null) return file.size > LIMIT ? 'too_large' : { body: file, preview: null, fault };
    return { body, preview: URL.createObjectURL(body), fault };
  } finally {
    bitmap.close();
  }
}

async function opened(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}

function drawn(bitmap: ImageBitmap, longest: number) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // JPEG knows no transparency: what is see-through lies on white.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { canvas, context };
}
