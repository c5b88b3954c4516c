// A thread that draws a watermark across every page of one PDF.

import { PDFDocument } from '@cantoo/pdf-lib';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is given: a PDF, and a transparent tile as PNG, drawn at half its pixels in points. */
export interface PdfToMark {
  readonly bytes: Uint8Array;
  readonly tile: Uint8Array;
}

const port = parentPort;
if (!port) throw new Error('watermarks are drawn in a thread');
const { bytes, tile } = workerData as PdfToMark;
const document = await PDFDocument.load(bytes, { updateMetadata: false });
const picture = await document.embedPng(tile);
const [width, height] = [picture.width / 2, picture.height / 2];
for (const page of document.getPages()) {
  const box = page.getMediaBox();
  for (let x = box.x; x < box.x + box.width; x += width) {
    for (let y = box.y; y < box.y + box.height; y += height) page.drawImage(picture, { x, y, width, height });
  }
}
port.postMessage(await document.save());
