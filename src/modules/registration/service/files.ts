// Evidence files of a family: taken by what they are when opened, scanned, arranged, taken back.

import { createHash } from 'node:crypto';
import { refusal, type Refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import {
  inspectFile,
  type InspectionFault,
  MOST_PAGES,
  MOST_PIXELS,
  SHORTEST_SIDE,
} from '../../../platform/files/inspect.ts';
import { UPLOAD_LIMIT } from '../../../platform/http/server.ts';
import type { Upload } from '../../../platform/http/routes.ts';
import type { Application } from '../contract.ts';
import * as evidence from '../evidence-store.ts';
import { CORRECTABLE, stepOrRefusal } from '../rules.ts';
import { findApplication, insertEvents, type ApplicationRecord } from '../store.ts';
import { held, helplineOf, situationOf } from './access.ts';
import { fileOnWire } from './view.ts';

const LIMIT_MB = UPLOAD_LIMIT / 1024 / 1024;
const MAX_FILES = 40;

function faultOf(fault: InspectionFault): Refusal {
  switch (fault) {
    case 'too_small':
      return refusal('file.too_small', { pixels: SHORTEST_SIDE });
    case 'too_many_pixels':
      return refusal('file.too_many_pixels', { millions: MOST_PIXELS / 1_000_000 });
    case 'too_many_pages':
      return refusal('file.too_many_pages', { limit: MOST_PAGES });
    case 'locked':
      return refusal('file.locked_pdf');
    default:
      return refusal(`file.${fault}`);
  }
}

/** Whether the acting guardian may add files to an application now. */
async function openFor(tx: Context, record: ApplicationRecord): Outcome<true> {
  if (record.state === 'draft') return ok(true);
  const stepped = stepOrRefusal(
    record.state,
    'resubmit',
    await situationOf(tx, record),
    helplineOf(tx, record.district),
  );
  return stepped.ok ? ok(true) : stepped;
}

/**
 * Keeps a picture or PDF with the application: opened and, if a picture, drawn anew without anything but the picture;
 * scanned as it was sent. A scanner that is down loses nothing: the file is kept and waits.
 */
export async function addFile(
  context: Context,
  id: string,
  upload: Upload | null,
): Outcome<Application['files'][number]> {
  return keepFile(context, id, upload, openFor);
}

/** Keeps evidence for a request about a submitted application, whatever its state: it is no part of the form. */
export async function addRequestFile(
  context: Context,
  id: string,
  upload: Upload | null,
): Outcome<Application['files'][number]> {
  const marked = upload && { ...upload, fields: { ...upload.fields, kind: 'request' } };
  return keepFile(context, id, marked, (_, record) =>
    Promise.resolve(record.revision > 0 ? ok(true) : err(refusal('application.not_found'))),
  );
}

async function keepFile(
  context: Context,
  id: string,
  upload: Upload | null,
  allowed: (context: Context, record: ApplicationRecord) => Outcome<true>,
): Outcome<Application['files'][number]> {
  if (upload === null) return err(refusal('file.missing'));
  if (upload.tooLarge) return err(refusal('file.size', { limit: LIMIT_MB }));
  if (upload.bytes.length === 0) return err(refusal('file.missing'));
  // Before the costly part: nobody makes this server open files for an application that is not theirs.
  const record = await findApplication(context.db, id);
  if (record?.accountId !== account(context).accountId) return err(refusal('application.not_found'));
  const uploadKey = upload.fields['key']?.slice(0, 80) || null;
  const before = uploadKey === null ? null : await evidence.evidenceByKey(context.db, id, uploadKey);
  if (before) return ok(fileOnWire(before));
  const open = await allowed(context, record);
  if (!open.ok) return open;
  const inspected = await inspectFile(upload.bytes);
  if ('fault' in inspected) return err(faultOf(inspected.fault));
  const scanned = await context.services.scanner.scan(upload.bytes);
  const scan = scanned.verdict === 'down' ? 'waiting' : scanned.verdict;
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const still = await allowed(tx, found.value);
    if (!still.ok) return still;
    const there = await evidence.evidenceOf(tx.db, id);
    if (there.filter((one) => one.scan !== 'infected').length >= MAX_FILES)
      return err(refusal('file.count', { limit: MAX_FILES }));
    const file: evidence.EvidenceRecord = {
      id: newId(tx),
      applicationId: id,
      kind: (upload.fields['kind'] ?? 'other').slice(0, 60) || 'other',
      fileName: upload.fileName.slice(0, 200),
      mediaType: inspected.mediaType,
      bytes: inspected.bytes.length,
      // Written before the row: bytes without a row are waste, a row without bytes is a lie.
      storedAs: await tx.services.files.put(inspected.bytes, id),
      uploadedBy: account(tx).accountId,
      uploadedAt: tx.now,
      removedAt: null,
      uploadKey,
      position: Math.max(-1, ...there.map((one) => one.position)) + 1,
      width: inspected.width,
      height: inspected.height,
      pages: inspected.pages,
      scan,
      scannedAt: scan === 'clean' || scan === 'infected' ? tx.now : null,
      finding: scanned.verdict === 'infected' ? scanned.finding : null,
      deletedAt: null,
      deletedBecause: null,
    };
    if (!(await evidence.insertEvidence(tx.db, file))) {
      // The same upload arrived twice at once; the other one was first.
      const first = uploadKey === null ? null : await evidence.evidenceByKey(tx.db, id, uploadKey);
      if (!first) throw new Error('an upload vanished');
      return ok(fileOnWire(first));
    }
    await audit(tx, {
      action: 'registration.add_file',
      subject: { kind: 'application', id },
      district: found.value.district,
      detail: {
        file: file.id,
        kind: file.kind,
        scan,
        ...(file.finding ? { finding: file.finding } : {}),
        // Proof of what was sent, though only what was drawn from it is kept; keyed, as equal papers must not show.
        sent: createHash('sha256').update(tx.services.secret).update(id).update(upload.bytes).digest('hex'),
      },
    });
    return ok(fileOnWire(file));
  });
}

/** Puts the pages of one paper into an order; all of them have to be named, each once. */
export function orderFiles(
  context: Context,
  id: string,
  { kind, order }: { readonly kind: string; readonly order: readonly string[] },
): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const pages = (await evidence.evidenceOf(tx.db, id)).filter((one) => one.kind === kind);
    const named = new Set(order);
    if (named.size !== order.length || pages.length !== order.length || !pages.every((page) => named.has(page.id)))
      return err(refusal('file.order'));
    const places = pages.map((page) => page.position).sort((a, b) => a - b);
    for (const [at, file] of order.entries()) {
      // Files of before all have position 0: their places are spread.
      await evidence.updateEvidence(tx.db, file, { position: (places[0] ?? 0) + at });
    }
    await audit(tx, {
      action: 'registration.order_files',
      subject: { kind: 'application', id },
      district: found.value.district,
      detail: { kind, order },
    });
    return ok({ done: true });
  });
}

/** Takes back a file that was not yet submitted with. Its bytes go later, by the rules of retention. */
export function removeFile(context: Context, id: string, fileId: string): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    const file = (await evidence.evidenceOf(tx.db, id)).find((one) => one.id === fileId);
    if (!file) return err(refusal('file.not_found'));
    const submittedWith = record.submittedAt !== null && file.uploadedAt <= record.submittedAt;
    if (
      (submittedWith && file.scan !== 'infected') ||
      (record.state !== 'draft' && !CORRECTABLE.includes(record.state))
    )
      return err(refusal('file.locked'));
    await evidence.updateEvidence(tx.db, fileId, { removedAt: tx.now });
    await audit(tx, {
      action: 'registration.remove_file',
      subject: { kind: 'application', id },
      district: record.district,
      detail: { file: fileId },
    });
    return ok({ done: true });
  });
}

/** Files looked at by the scanner in one go. */
const AT_ONCE = 50;

/** Has the files scanned that came while the scanner was down. Stops at the first that it does not answer for. */
export async function scanWaiting(context: Context): Promise<void> {
  const { files, scanner } = context.services;
  for (const file of await evidence.waitingEvidence(context.db, AT_ONCE)) {
    const scanned = await scanner.scan(await files.read(file.storedAs));
    if (scanned.verdict === 'down') return;
    const { verdict } = scanned;
    const finding = scanned.verdict === 'infected' ? scanned.finding : null;
    await inTransaction(context, async (tx) => {
      await evidence.updateEvidence(tx.db, file.id, { scan: verdict, scannedAt: tx.now, finding });
      const record = await findApplication(tx.db, file.applicationId);
      if (finding !== null && record) {
        await insertEvents(tx.db, [
          {
            applicationId: file.applicationId,
            at: tx.now,
            event: 'lock_file',
            fromState: record.state,
            toState: record.state,
            actorAccount: null,
            actorRole: 'system',
            actorOrganization: null,
            detail: {
              words: `${file.fileName}：查出病毒，请换一份`,
              wordsEn: `${file.fileName}: a virus was found; send another`,
            },
          },
        ]);
      }
      await audit(tx, {
        action: 'registration.scan_file',
        subject: { kind: 'application', id: file.applicationId },
        district: record?.district ?? null,
        detail: { file: file.id, verdict, ...(finding ? { finding } : {}) },
      });
      return ok(true);
    });
  }
}
