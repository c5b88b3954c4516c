// Files as a browser sends them.

import type { Visitor } from './visitor.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** Small files that are what they say: enough of each to be known by its content. */
export const FILES = {
  jpeg: bytes('ffd8ffe0 0010 4a464946 00 0101 00 0001 0001 00 00 ffdb 0043 00'),
  png: bytes(
    '89504e470d0a1a0a 0000000d49484452 00000001 00000001 0806000000 1f15c489 0000000a 49444154 789c63000100000500010d0a2db4 0000000049454e44ae426082',
  ),
  heic: bytes('00000018 66747970 68656963 00000000 6d696631 68656963'),
  pdf: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
  gif: Buffer.from('GIF89a\u0001\0\u0001\0', 'latin1'),
  zip: bytes('504b0304 1400 00000000'),
  exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
} as const;

/** A multipart body with one file and its kind; the boundary is `x`. */
export function multipart(content: Buffer, fileName: string, kind = 'household_booklet'): Buffer {
  const head = `--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--x--\r\n')]);
}

/** Adds a file to an application. */
export function attach(visitor: Visitor, id: string, content: Buffer = FILES.jpeg, fileName = 'a.jpg') {
  return visitor.send(`POST /api/applications/${id}/files`, multipart(content, fileName), {
    'content-type': 'multipart/form-data; boundary=x',
  });
}
