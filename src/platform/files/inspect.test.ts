// What uploads are when opened: pictures upright and bare, PDFs that only show pages, and all that is refused.

import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { FILES } from '../../../tests/support/uploads.ts';
import { type Inspection, inspectFile, LONGEST_SIDE, MOST_PAGES } from './inspect.ts';
import { markPdf, markPicture } from './watermark.ts';

type Kept = Exclude<Inspection, { fault: unknown }>;
const kept = async (bytes: Uint8Array): Promise<Kept> => {
  const found = await inspectFile(bytes);
  if ('fault' in found) throw new Error(found.fault);
  return found;
};
/** The colour in the middle of the upper and the lower edge: the invented papers are red above and blue below. */
const edges = async (bytes: Uint8Array) => {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const colour = (y: number) => {
    const at = (y * info.width + Math.trunc(info.width / 2)) * info.channels;
    return (data[at] ?? 0) > (data[at + 2] ?? 0) + 60
      ? 'red'
      : (data[at + 2] ?? 0) > (data[at] ?? 0) + 60
        ? 'blue'
        : 'other';
  };
  return [colour(Math.trunc(info.height / 20)), colour(Math.trunc((info.height * 19) / 20))];
};
const pdf = async (change: (document: PDFDocument) => void, pages = 1) => {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage([200, 200]);
  change(document);
  return document.save();
};

describe('a picture', () => {
  it.each(['jpeg', 'png', 'heic', 'phone'] as const)(
    'as %s becomes an upright JPEG with nothing but the picture',
    async (kind) => {
      const found = await kept(FILES[kind]);
      expect(found.mediaType).toBe('image/jpeg');
      expect(await edges(found.bytes)).toEqual(['red', 'blue']);
      const { exif, orientation, xmp, icc } = await sharp(found.bytes).metadata();
      expect([exif, orientation, xmp, icc]).toEqual([undefined, undefined, undefined, undefined]);
    },
  );

  it('of a phone held upright loses its place and its size', async () => {
    const before = await sharp(FILES.phone).metadata();
    expect([before.width, before.height, before.orientation]).toEqual([4032, 3024, 6]);
    expect(before.exif?.includes(Buffer.from('Invented'))).toBe(true);
    const found = await kept(FILES.phone);
    expect([found.width, found.height]).toEqual([(LONGEST_SIDE * 3) / 4, LONGEST_SIDE]);
    expect(found.bytes.length).toBeLessThan(FILES.phone.length);
    expect(Buffer.from(found.bytes).includes(Buffer.from('Invented'))).toBe(false);
  });

  it('loses whatever hides behind it', async () => {
    const page = Buffer.from('<script>alert(1)</script>');
    const found = await kept(Buffer.concat([FILES.jpeg, FILES.zip, page]));
    expect(Buffer.from(found.bytes).includes(page)).toBe(false);
  });

  it('is refused when it is cut off, nothing but a head, too small to read, or larger than any camera’s', async () => {
    const blank = (side: number) =>
      sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } })
        .png()
        .toBuffer();
    const bomb = await blank(12_000);
    expect(bomb.length).toBeLessThan(1_000_000);
    for (const [bytes, fault] of [
      [FILES.jpeg.subarray(0, FILES.jpeg.length / 2), 'unreadable'],
      [FILES.heic.subarray(0, 700), 'unreadable'],
      [FILES.jpeg.subarray(0, 30), 'unreadable'],
      [await blank(200), 'too_small'],
      [bomb, 'too_many_pixels'],
      [FILES.gif, 'kind'],
      [FILES.svg, 'kind'],
    ] as const)
      expect(await inspectFile(bytes)).toEqual({ fault });
  });
});

describe('a PDF', () => {
  it('is kept byte by byte, with the number of its pages', async () => {
    const found = await kept(FILES.pdf);
    expect(found).toMatchObject({ mediaType: 'application/pdf', pages: 1 });
    expect(Buffer.from(found.bytes).equals(FILES.pdf)).toBe(true);
  });

  it('is refused with a script, an attachment, a program to start, or a form that sends itself', async () => {
    const action = (document: PDFDocument, entries: Record<string, string>) =>
      document.catalog.set(
        PDFName.of('OpenAction'),
        document.context.obj(
          Object.fromEntries(
            Object.entries(entries).map(([key, value]) => [key, key === 'S' ? PDFName.of(value) : PDFString.of(value)]),
          ),
        ),
      );
    const attached = await PDFDocument.create();
    attached.addPage();
    await attached.attach(Buffer.from('MZ'), 'a.exe', { mimeType: 'application/octet-stream' });
    const files = [
      await pdf((document) => document.addJavaScript('greet', 'app.alert(1)')),
      await pdf((document) => action(document, { S: 'Launch', F: 'calc.exe' })),
      await pdf((document) => action(document, { S: 'SubmitForm', F: 'https://example.invalid' })),
      await pdf((document) => document.catalog.set(PDFName.of('AcroForm'), document.context.obj({ XFA: [] }))),
      await attached.save(),
    ];
    for (const [at, bytes] of files.entries())
      expect([at, await inspectFile(bytes)]).toEqual([at, { fault: 'active' }]);
  });

  it('is refused when it is another file as well', async () => {
    const page = Buffer.from(`<script>alert(1)</script>${' '.repeat(80)}more`);
    const zipEnd = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
    const hidden = Buffer.concat([FILES.pdf.subarray(0, 200), FILES.pdf.subarray(200)]);
    for (const bytes of [
      Buffer.concat([FILES.pdf, page]),
      Buffer.concat([Buffer.from('\n\n'), hidden]),
      Buffer.concat([FILES.pdf, zipEnd]),
    ]) {
      const found = await inspectFile(bytes);
      expect(['active', 'kind']).toContain('fault' in found ? found.fault : 'kept');
    }
  });

  it('is refused when it is damaged, empty, longer than anybody reads, or locked', async () => {
    const locked = await PDFDocument.create();
    locked.addPage();
    locked.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
    const none = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF');
    for (const [bytes, fault] of [
      [none, 'unreadable'],
      [FILES.pdf.subarray(0, 400), 'unreadable'],
      [await pdf(() => undefined, MOST_PAGES + 1), 'too_many_pages'],
      [await locked.save(), 'locked'],
    ] as const)
      expect(await inspectFile(bytes)).toEqual({ fault });
  });
});

describe('a watermark', () => {
  const lines = ['清江浦区教育体育局 · 王审核', '2027-05-12 14:03 · 仅供入学审核'];

  it('lies all over a picture, in whichever size it is asked for', async () => {
    const { bytes } = await kept(FILES.phone);
    for (const longest of [null, 480]) {
      const plain = await sharp(bytes)
        .resize(longest === null ? {} : { height: longest })
        .raw()
        .toBuffer();
      const { data, info } = await sharp(await markPicture(bytes, lines, longest))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info.height).toBe(longest ?? LONGEST_SIDE);
      // In each of nine fields some points differ by more than the noise of a JPEG.
      const changed = new Set<number>();
      for (let at = 0; at < data.length; at += 3) {
        const [x, y] = [(at / 3) % info.width, Math.trunc(at / 3 / info.width)];
        if (Math.abs((data[at + 1] ?? 0) - (plain[at + 1] ?? 0)) > 40)
          changed.add(Math.trunc((x * 3) / info.width) + 3 * Math.trunc((y * 3) / info.height));
      }
      expect(changed.size).toBe(9);
    }
  });

  it('says what it is given: other words make another picture, a rare character is drawn', async () => {
    const { bytes } = await kept(FILES.jpeg);
    const [one, other, rare] = await Promise.all(
      [lines, ['李审核', '2027'], ['㼆', '𠮷']].map((some) => markPicture(bytes, some, null)),
    );
    expect(Buffer.from(one ?? []).equals(Buffer.from(other ?? []))).toBe(false);
    expect((await sharp(rare).metadata()).width).toBe(480);
  });

  it('lies on every page of a PDF', async () => {
    const marked = await markPdf(await pdf(() => undefined, 3), lines);
    const document = await PDFDocument.load(marked);
    expect(document.getPageCount()).toBe(3);
    for (const page of document.getPages()) expect(page.node.Resources()?.toString()).toContain('/Image');
  });
});
