// Reads a PDF for what it could do besides showing pages: scripts, programs, attachments, and what hides behind its end.

import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';
import type { Inspection } from './inspect.ts';

/** Keys of dictionaries that carry scripts, attachments or forms with a life of their own (ISO 32000-1, 7.11.4, 12.6, 12.7.8, 13). */
const ACTIVE_KEYS = new Set([
  'JS',
  'JavaScript',
  'EF',
  'EmbeddedFiles',
  'XFA',
  'RichMediaContent',
  'RichMediaSettings',
]);
/** Kinds of actions that do more than turn a page (ISO 32000-1, 12.6.4). */
const ACTIVE_ACTIONS = new Set(
  'JavaScript Launch SubmitForm ImportData GoToR GoToE Rendition RichMediaExecute Movie Sound Trans GoTo3DView'.split(
    ' ',
  ),
);
/** Bytes that a writer may leave after the end of its file. */
const AFTER_END = 64;

/** Whether a PDF can be kept: it is one from first byte to last, opens without a password, and only shows pages. */
export async function inspectPdf(bytes: Uint8Array, mostPages: number): Promise<Inspection> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hidesMore(text)) return { fault: 'active' };
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true, preserveXFA: true });
  } catch {
    // Encrypted objects read as invalid ones; the trailer names the encryption in the clear (ISO 32000-1, 7.6.1).
    return { fault: text.includes('/Encrypt') ? 'locked' : 'unreadable' };
  }
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (isActive(object, 0)) return { fault: 'active' };
  }
  const pages = document.getPageCount();
  if (pages === 0) return { fault: 'unreadable' };
  if (pages > mostPages) return { fault: 'too_many_pages' };
  return { mediaType: 'application/pdf', bytes, width: null, height: null, pages };
}

/** Another file before, behind or around it: a PDF begins at the first byte, ends with %%EOF, and is no ZIP archive. */
function hidesMore(bytes: Buffer): boolean {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return true;
  const end = bytes.lastIndexOf('%%EOF');
  // Without an end it is damaged, which the reader will say.
  if (
    end >= 0 &&
    bytes
      .subarray(end + 5)
      .toString('latin1')
      .trim().length > AFTER_END
  )
    return true;
  // The record that ends a ZIP archive names how many bytes follow it (APPNOTE 4.3.16).
  for (
    let at = bytes.lastIndexOf('PK\u0005\u0006');
    at >= 0;
    at = at === 0 ? -1 : bytes.lastIndexOf('PK\u0005\u0006', at - 1)
  ) {
    if (at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length) return true;
    if (bytes.length - at > 65_557) break;
  }
  return false;
}

/** Whether an object, or one written inside it, acts. Deeper than any honest file counts as acting. */
function isActive(object: PDFObject, depth: number): boolean {
  if (depth > 60) return true;
  if (object instanceof PDFArray) return object.asArray().some((one) => isActive(one, depth + 1));
  const dictionary = object instanceof PDFStream ? object.dict : object;
  if (!(dictionary instanceof PDFDict)) return false;
  return dictionary.entries().some(([key, value]) => {
    const name = key.decodeText();
    if (ACTIVE_KEYS.has(name)) return true;
    if (value instanceof PDFName) {
      const said = value.decodeText();
      if (name === 'S' && ACTIVE_ACTIONS.has(said)) return true;
      return name === 'Type' && said === 'EmbeddedFile';
    }
    return isActive(value, depth + 1);
  });
}
