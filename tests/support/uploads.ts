// Files as a browser sends them.

import { readFileSync } from 'node:fs';
import type { Visitor } from './visitor.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const paper = (name: string) => readFileSync(new URL(`./papers/${name}`, import.meta.url));

/** Invented papers, red above and blue below; and files that are something else. */
export const FILES = {
  jpeg: paper('paper.jpg'),
  png: paper('paper.png'),
  heic: paper('paper.heic'),
  pdf: paper('paper.pdf'),
  /** 4032 × 3024 pixels that stand upright by their EXIF only, with a camera and a place. */
  phone: paper('phone-turned.jpg'),
  gif: Buffer.from('GIF89a\u0001\0\u0001\0', 'latin1'),
  zip: bytes('504b0304 1400 00000000'),
  exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
} as const;

/** A multipart body with one file, its kind and perhaps the key of the upload; the boundary is `x`. */
export function multipart(content: Buffer, fileName: string, kind = 'household_booklet', key?: string): Buffer {
  const field = (name: string, text: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
  const head = `${field('kind', kind)}${key === undefined ? '' : field('key', key)}--x\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--x--\r\n')]);
}

/** Adds a file to an application. */
export function attach(
  visitor: Visitor,
  id: string,
  content: Buffer = FILES.jpeg,
  fileName = 'a.jpg',
  more: { readonly kind?: string; readonly key?: string } = {},
) {
  return visitor.send(`POST /api/applications/${id}/files`, multipart(content, fileName, more.kind, more.key), {
    'content-type': 'multipart/form-data; boundary=x',
  });
}
