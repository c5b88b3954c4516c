// Evidence files: taken by what they are, not by what they are called; shown to those who may see the application.

import { fileTypeFromBuffer } from 'file-type';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import type { FileAnswer, Upload } from '../../../platform/http/routes.ts';
import type { Application } from '../contract.ts';
import { CORRECTABLE, stepOrRefusal } from '../rules.ts';
import * as store from '../store.ts';
import { held, helplineOf, readable, situationOf } from './access.ts';
import { fileOnWire } from './view.ts';

const LIMIT_MB = 10;
const MAX_FILES = 20;
const TAKEN = new Set(['image/jpeg', 'image/png', 'image/heic', 'image/heif', 'application/pdf']);

/** Keeps a picture or PDF with the application; refuses what is too large, too many, or something else. */
export async function addFile(
  context: Context,
  id: string,
  upload: Upload | null,
): Outcome<Application['files'][number]> {
  if (upload === null) return err(refusal('file.missing'));
  if (upload.tooLarge || upload.bytes.length > LIMIT_MB * 1024 * 1024)
    return err(refusal('file.size', { limit: LIMIT_MB }));
  if (upload.bytes.length === 0) return err(refusal('file.missing'));
  const type = await fileTypeFromBuffer(upload.bytes);
  if (type === undefined || !TAKEN.has(type.mime)) return err(refusal('file.kind'));
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    if (record.state !== 'draft') {
      const stepped = stepOrRefusal(
        record.state,
        'resubmit',
        await situationOf(tx, record),
        helplineOf(tx, record.district),
      );
      if (!stepped.ok) return stepped;
    }
    if ((await store.evidenceOf(tx.db, id)).length >= MAX_FILES)
      return err(refusal('file.count', { limit: MAX_FILES }));
    const file: store.EvidenceRecord = {
      id: newId(tx),
      applicationId: id,
      kind: (upload.fields['kind'] ?? 'other').slice(0, 60) || 'other',
      fileName: upload.fileName.slice(0, 200),
      mediaType: type.mime,
      bytes: upload.bytes.length,
      // Written before the row: bytes without a row are waste, a row without bytes is a lie.
      sha256: await tx.services.files.put(upload.bytes),
      uploadedBy: account(tx).accountId,
      uploadedAt: tx.now,
      removedAt: null,
    };
    await store.insertEvidence(tx.db, file);
    await audit(tx, {
      action: 'registration.add_file',
      subject: { kind: 'application', id },
      district: record.district,
      detail: { file: file.id, kind: file.kind },
    });
    return ok(fileOnWire(file));
  });
}

/** Takes back a file that was not yet submitted with. Its bytes stay: the same bytes may belong to another file. */
export function removeFile(context: Context, id: string, fileId: string): Outcome<{ done: true }> {
  return inTransaction(context, async (tx) => {
    const found = await held(tx, id);
    if (!found.ok) return found;
    const record = found.value;
    const file = (await store.evidenceOf(tx.db, id)).find((one) => one.id === fileId);
    if (!file) return err(refusal('file.not_found'));
    const submittedWith = record.submittedAt !== null && file.uploadedAt <= record.submittedAt;
    if (submittedWith || (record.state !== 'draft' && !CORRECTABLE.includes(record.state)))
      return err(refusal('file.locked'));
    await store.removeEvidence(tx.db, fileId, tx.now);
    await audit(tx, {
      action: 'registration.remove_file',
      subject: { kind: 'application', id },
      district: record.district,
      detail: { file: fileId },
    });
    return ok({ done: true });
  });
}

/** The bytes of a file, for one who may read the application. */
export async function readFile(context: Context, id: string, fileId: string): Outcome<FileAnswer> {
  const found = await readable(context, id);
  if (!found.ok) return found;
  const file = (await store.evidenceOf(context.db, id)).find((one) => one.id === fileId);
  if (!file) return err(refusal('file.not_found'));
  return ok({
    mediaType: file.mediaType,
    fileName: file.fileName,
    body: await context.services.files.read(file.sha256),
    inline: true,
  });
}
