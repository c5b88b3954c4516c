// Showing a file: to its family as it is, to others with a watermark and a record, which the family can read.

import { chinaDateTime } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { markPdf, markPicture, shrinkPicture } from '../../../platform/files/watermark.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import type { PURPOSES } from '../contract-evidence.ts';
import * as evidence from '../evidence-store.ts';
import type { ApplicationRecord } from '../store.ts';
import { readable } from './access.ts';

/** What looks are for, across the paper and in the family's list. */
const PURPOSE_WORDS = {
  review: { zh: '入学审核', en: 'admission review' },
  appeal: { zh: '复核申诉', en: 'appeal' },
  audit: { zh: '监督检查', en: 'audit' },
  family: { zh: '家长查看', en: 'guardian' },
} as const;

/** Longer side of a picture for a list, in pixels. */
const SMALL = 480;

/** How a file is wanted. */
export interface Look {
  readonly size: 'full' | 'small';
  readonly purpose?: (typeof PURPOSES)[number] | undefined;
}

/**
 * A file for one who may read the application. For all but its holder the look is recorded before a byte is read, and
 * staff see it under their office, name, the minute and the purpose.
 */
export async function lookAtFile(context: Context, id: string, fileId: string, look: Look): Outcome<FileAnswer> {
  const found = await readable(context, id);
  if (!found.ok) return found;
  const file = (await evidence.evidenceOf(context.db, id)).find((one) => one.id === fileId);
  if (!file) return err(refusal('file.not_found'));
  const actor = account(context);
  const family = actor.role === 'guardian';
  if (file.deletedAt !== null) return err(refusal('file.deleted'));
  if (file.scan === 'infected') return err(refusal('file.infected'));
  if (file.scan === 'waiting' && !family) return err(refusal('file.waiting'));
  if (actor.accountId !== found.value.accountId) await record(context, found.value, file, look);
  const bytes = await context.services.files.read(file.storedAs);
  const isPicture = file.mediaType.startsWith('image/');
  const answer = (body: Uint8Array, mediaType: string): FileAnswer => ({
    mediaType,
    fileName: file.fileName,
    body,
    inline: true,
    confined: true,
  });
  // Files of before may be pictures that only a family's own browser opens.
  if (isPicture && !['image/jpeg', 'image/png'].includes(file.mediaType)) return ok(answer(bytes, file.mediaType));
  if (family) {
    const small = isPicture && look.size === 'small';
    return ok(small ? answer(await shrinkPicture(bytes, SMALL), 'image/jpeg') : answer(bytes, file.mediaType));
  }
  const lines = [
    `${actor.organization?.name ?? ''} · ${actor.name}`,
    `${chinaDateTime(context.now).slice(0, 16)} · 仅供${PURPOSE_WORDS[purposeOf(context, look)].zh}`,
  ];
  return ok(
    isPicture
      ? answer(await markPicture(bytes, lines, look.size === 'small' ? SMALL : null), 'image/jpeg')
      : answer(await markPdf(bytes, lines), file.mediaType),
  );
}

function purposeOf(context: Context, look: Look): keyof typeof PURPOSE_WORDS {
  const { role } = account(context);
  if (role === 'guardian') return 'family';
  return look.purpose ?? (role === 'auditor' ? 'audit' : 'review');
}

async function record(
  context: Context,
  { district }: ApplicationRecord,
  file: evidence.EvidenceRecord,
  look: Look,
): Promise<void> {
  const { accountId, role, organization } = account(context);
  const purpose = purposeOf(context, look);
  await inTransaction(context, async (tx) => {
    await evidence.insertView(tx.db, {
      evidenceId: file.id,
      applicationId: file.applicationId,
      at: tx.now,
      accountId,
      role,
      organization: organization?.name ?? null,
      purpose,
    });
    await audit(tx, {
      action: 'registration.look_at_file',
      subject: { kind: 'application', id: file.applicationId },
      district,
      detail: { file: file.id, kind: file.kind, size: look.size, purpose },
    });
    return ok(true);
  });
}

/** Roles as families know them. */
const ROLE_WORDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  guardian: { zh: '另一位监护人', en: 'the other guardian' },
  school_reviewer: { zh: '学校审核人员', en: 'a reviewer of the school' },
  district_reviewer: { zh: '区县审核人员', en: 'a reviewer of the district' },
  district_admin: { zh: '区县管理人员', en: 'an administrator of the district' },
  city_officer: { zh: '市级工作人员', en: 'an officer of the city' },
  auditor: { zh: '监督人员', en: 'an auditor' },
};

/** How many looks a family is shown. */
const MOST_VIEWS = 500;

/** Who looked at the files of the acting guardian's application: office and role, not the person's name. */
export async function listFileViews(context: Context, id: string) {
  const found = await readable(context, id);
  if (!found.ok) return found;
  const views = await evidence.viewsOf(context.db, id, MOST_VIEWS);
  return ok(
    views.map((view) => ({
      at: view.at,
      fileId: view.evidenceId,
      kind: view.kind,
      fileName: view.fileName,
      organization: view.organization,
      byZh: ROLE_WORDS[view.role]?.zh ?? view.role,
      byEn: ROLE_WORDS[view.role]?.en ?? view.role,
      purposeZh: PURPOSE_WORDS[view.purpose].zh,
      purposeEn: PURPOSE_WORDS[view.purpose].en,
    })),
  );
}
