// One-page letters of an office as PDF: title, addressee, text, a table of facts, a QR code, the office and its date.

import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';

/** What a letter says. Texts may hold Chinese and English. */
export interface Letter {
  readonly title: string;
  readonly subtitle: string;
  /** Upper right: the letter's number. */
  readonly number: string;
  readonly addressee: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly office: string;
  /** Date in words. */
  readonly date: string;
  /** What the QR code holds, and the words beside it. */
  readonly qr: { readonly text: string; readonly caption: string } | null;
  /** At the foot: who helps, what the letter is. */
  readonly footer: string;
  /** Across the page, for demonstration; null for a real letter. */
  readonly watermark: string | null;
}

const require = createRequire(import.meta.url);
const REGULAR = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const BOLD = require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = 72;
const WIDTH = A4.width - 2 * MARGIN;
const INK = '#14212b';
const SOFT = '#5b6b77';
const SEAL = '#b3261e';

/**
 * Draws a letter. A character that the font lacks (a rare one of a name) would vanish without a word;
 * it is written as 〔U+hex〕 instead, so that a reader sees that something stands there.
 */
export async function drawLetter(letter: Letter): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: `${letter.title} ${letter.number}`, Author: letter.office },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  document.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const written = writable(document);

  if (letter.watermark) drawWatermark(document, letter.watermark);
  document
    .font('regular')
    .fontSize(10)
    .fillColor(SOFT)
    .text(letter.number, MARGIN, 56, { width: WIDTH, align: 'right' });
  document
    .font('bold')
    .fontSize(24)
    .fillColor(INK)
    .text(letter.title, MARGIN, 96, { width: WIDTH, align: 'center', characterSpacing: 2 });
  document.font('regular').fontSize(11).fillColor(SOFT).text(letter.subtitle, { width: WIDTH, align: 'center' });
  document.moveDown(1.6);
  document
    .font('bold')
    .fontSize(13)
    .fillColor(INK)
    .text(written(letter.addressee), MARGIN, undefined, { width: WIDTH });
  document.moveDown(0.5);
  for (const paragraph of letter.paragraphs) {
    document.font('regular').fontSize(12).text(written(paragraph), { width: WIDTH, lineGap: 5, align: 'left' });
    document.moveDown(0.6);
  }
  document.moveDown(0.4);
  for (const { label, value } of letter.facts) drawFact(document, label, written(value));
  const bottom = document.y + 24;
  if (letter.qr) await drawQr(document, letter.qr, bottom);
  drawOffice(document, letter, bottom);
  document
    .font('regular')
    .fontSize(9)
    .fillColor(SOFT)
    .text(letter.footer, MARGIN, A4.height - MARGIN - 28, { width: WIDTH, align: 'center', height: 28 });
  document.end();
  await finished;
  return Buffer.concat(chunks);
}

/** Replaces characters that the regular font has no glyph for. */
function writable(document: PDFKit.PDFDocument): (text: string) => string {
  document.font('regular');
  // The types of pdfkit keep the font to themselves.
  const { font } = Reflect.get(document, '_font') as { font: { hasGlyphForCodePoint(code: number): boolean } };
  return (text) =>
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return font.hasGlyphForCodePoint(code) || code === 10 ? character : `〔U+${code.toString(16).toUpperCase()}〕`;
    }).join('');
}

function drawFact(document: PDFKit.PDFDocument, label: string, value: string): void {
  const top = document.y;
  const labelWidth = 150;
  document.font('regular').fontSize(11).fillColor(SOFT).text(label, MARGIN, top, { width: labelWidth });
  const below = document.y;
  document
    .font('bold')
    .fontSize(12)
    .fillColor(INK)
    .text(value, MARGIN + labelWidth, top, { width: WIDTH - labelWidth });
  document.y = Math.max(below, document.y) + 6;
  document
    .moveTo(MARGIN, document.y)
    .lineTo(MARGIN + WIDTH, document.y)
    .lineWidth(0.5)
    .strokeColor('#d5dce1')
    .stroke();
  document.y += 8;
}

/** Draws a QR code as PNG, with its quiet zone. @param width in pixels */
export function drawCode(text: string, width: number): Promise<Buffer> {
  return QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: 2, width });
}

async function drawQr(document: PDFKit.PDFDocument, qr: NonNullable<Letter['qr']>, top: number): Promise<void> {
  const size = 112;
  const picture = await drawCode(qr.text, size * 4);
  document.image(picture, MARGIN, top, { width: size, height: size, alt: qr.caption } as PDFKit.Mixins.ImageOption);
  document
    .font('regular')
    .fontSize(9)
    .fillColor(SOFT)
    .text(qr.caption, MARGIN, top + size + 4, { width: size + 60 });
}

function drawOffice(document: PDFKit.PDFDocument, letter: Letter, top: number): void {
  const left = MARGIN + 220;
  const width = WIDTH - 220;
  // Where the office's seal goes: across its name and date.
  document
    .circle(left + width / 2, top + 44, 46)
    .dash(3, { space: 3 })
    .lineWidth(0.8)
    .strokeColor(SEAL)
    .strokeOpacity(0.5)
    .stroke()
    .undash()
    .strokeOpacity(1);
  document
    .font('regular')
    .fontSize(8)
    .fillColor(SEAL)
    .fillOpacity(0.6)
    .text('(盖章处)', left, top + 80, { width, align: 'center' })
    .fillOpacity(1);
  document
    .font('bold')
    .fontSize(13)
    .fillColor(INK)
    .text(letter.office, left, top + 26, { width, align: 'center' });
  document
    .font('regular')
    .fontSize(12)
    .text(letter.date, left, top + 50, { width, align: 'center' });
}

function drawWatermark(document: PDFKit.PDFDocument, text: string): void {
  document.save().rotate(-30, { origin: [A4.width / 2, A4.height / 2] });
  document
    .font('bold')
    .fontSize(54)
    .fillColor('#8fa3b0')
    .fillOpacity(0.14)
    .text(text, 0, A4.height / 2 - 40, { width: A4.width, align: 'center' });
  document.restore().fillOpacity(1);
}
