// Evidence files, as they go over the wire: adding, arranging and taking back; looking, who looked, and what was deleted.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';

/** How a file stands: `waiting` for the scanner, `infected` and locked away, `deleted` when its time was over. */
export const FILE_STATES = ['ready', 'waiting', 'infected', 'deleted'] as const;

export const evidenceFile = z.object({
  id: z.uuid(),
  /** Kind of paper; files of one kind come in the order of their pages. */
  kind: z.string(),
  fileName: z.string(),
  /** As stored: pictures of every kind become JPEG. */
  mediaType: z.string(),
  bytes: z.int(),
  /** In pixels; null for a PDF. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Of a PDF; null for a picture. */
  pages: z.int().nullable(),
  state: z.enum(FILE_STATES),
  uploadedAt: instant,
  deletedAt: instant.nullable(),
});

/** What a paper is, for a family that has to photograph it. */
export const paperGuide = z.object({
  kind: z.string(),
  zh: z.string(),
  en: z.string(),
  whatZh: z.string(),
  whatEn: z.string(),
  whereZh: z.string(),
  whereEn: z.string(),
  /** Which pages are needed. */
  pages: z.array(z.object({ zh: z.string(), en: z.string() })),
  /** An invented example to draw: its shape, heading and lines. */
  sample: z.object({
    shape: z.enum(['booklet', 'card', 'certificate', 'sheet']),
    title: z.string(),
    lines: z.array(z.object({ label: z.string(), value: z.string() })),
  }),
});

const fileOfApplication = z.object({ id: z.uuid(), fileId: z.uuid() });

/** Why someone looks; written across what they see, and told to the family. */
export const PURPOSES = ['review', 'appeal', 'audit'] as const;

export const evidenceEndpoints = contract({
  'POST /api/applications/:id/files': {
    summary:
      'Add a picture or PDF as evidence; text field `kind` says of what. The same `key` twice gives one file and the same answer.',
    who: ['guardian'],
    params: z.object({ id: z.uuid() }),
    upload: true,
    response: evidenceFile,
  },
  'PUT /api/applications/:id/files': {
    summary: 'Put the pages of one paper into an order.',
    who: ['guardian'],
    params: z.object({ id: z.uuid() }),
    body: z.object({ kind: z.string().max(60), order: z.array(z.uuid()).min(1).max(60) }),
    response: z.object({ done: z.literal(true) }),
  },
  'DELETE /api/applications/:id/files/:fileId': {
    summary: 'Take back a file that was not yet submitted with.',
    who: ['guardian'],
    params: fileOfApplication,
    response: z.object({ done: z.literal(true) }),
  },
  'GET /api/applications/:id/files/:fileId': {
    summary:
      'A file, for those who may see the application. Others than its family see it with their name, the time and the purpose across it, and each look is recorded.',
    who: 'signed_in',
    params: fileOfApplication,
    query: z.object({
      /** `small`: a picture for a list, at most 480 pixels. */
      size: z.enum(['full', 'small']).default('full'),
      purpose: z.enum(PURPOSES).optional(),
    }),
    response: 'file',
  },
  'GET /api/applications/:id/file-views': {
    summary: 'Who has looked at the files of one’s application, newest first, at most 500.',
    who: ['guardian'],
    params: z.object({ id: z.uuid() }),
    response: z.array(
      z.object({
        at: instant,
        fileId: z.uuid(),
        kind: z.string(),
        fileName: z.string(),
        /** The office; null for a second guardian. */
        organization: z.string().nullable(),
        byZh: z.string(),
        byEn: z.string(),
        purposeZh: z.string(),
        purposeEn: z.string(),
      }),
    ),
  },
  'GET /api/paper-guides': {
    summary: 'What each paper is, where to get it, which pages are needed, and an invented example.',
    who: 'anyone',
    response: z.array(paperGuide),
  },
  'GET /api/evidence-retention': {
    summary: 'What is kept of families’ papers and until when, what was deleted, what is held or waits, by season.',
    who: ['district_admin', 'city_officer', 'auditor'],
    response: z.object({
      rules: z.object({
        source: z.string(),
        admittedMonths: z.int(),
        otherMonths: z.int(),
        withdrawnDays: z.int(),
        draftDays: z.int(),
        takenBackDays: z.int(),
        infectedDays: z.int(),
      }),
      seasons: z.array(
        z.object({
          seasonId: z.string(),
          seasonName: z.string(),
          seasonNameEn: z.string(),
          endedOn: dateText,
          kept: z.int(),
          keptBytes: z.int(),
          deleted: z.int(),
          /** The last day on which something was deleted; null: nothing yet. */
          lastDeletedAt: instant.nullable(),
          /** Kept beyond their time because an appeal is open. */
          held: z.int(),
          waiting: z.int(),
          infected: z.int(),
          /** When papers of children with a seat go, and those of the others. */
          admittedUntil: dateText,
          otherUntil: dateText,
        }),
      ),
    }),
  },
});

export const evidenceRefusals = {
  'file.kind': {
    status: 415,
    zh: '只接受 JPEG、PNG、HEIC 图片或 PDF。',
    en: 'Only JPEG, PNG or HEIC pictures, or PDF.',
  },
  'file.size': {
    status: 413,
    zh: '文件超过 {limit} MB，请压缩后再传。',
    en: 'The file is larger than {limit} MB; make it smaller first.',
  },
  'file.count': { status: 422, zh: '最多上传 {limit} 个文件。', en: 'At most {limit} files.' },
  'file.missing': { status: 400, zh: '没有收到文件。', en: 'No file was received.' },
  'file.unreadable': {
    status: 422,
    zh: '这个文件打不开，可能没有拍好或传输中损坏。请重新拍照或另存后再传。',
    en: 'This file cannot be opened; it may be damaged. Take the picture again, or save the file anew.',
  },
  'file.too_small': {
    status: 422,
    zh: '图片太小（长边不足 {pixels} 像素），上面的字看不清。请上传原图，不要用缩略图。',
    en: 'The picture is too small (less than {pixels} pixels on its longer side) to read. Send the original picture.',
  },
  'file.too_many_pixels': {
    status: 422,
    zh: '图片尺寸超过 {millions} 百万像素。请把相机调到普通分辨率再拍。',
    en: 'The picture has more than {millions} million pixels. Take it at the camera’s normal resolution.',
  },
  'file.too_many_pages': {
    status: 422,
    zh: '这个 PDF 超过 {limit} 页。请只上传需要的页。',
    en: 'This PDF has more than {limit} pages. Send only the pages that are needed.',
  },
  'file.active': {
    status: 422,
    zh: '这个 PDF 里带有脚本、附件或其他隐藏内容，不能接收。请打印成新的 PDF，或直接拍照上传。',
    en: 'This PDF carries scripts, attachments or other hidden content. Print it to a new PDF, or photograph the paper.',
  },
  'file.locked_pdf': {
    status: 422,
    zh: '这个 PDF 有密码或加密限制，工作人员打不开。请去掉密码，或直接拍照上传。',
    en: 'This PDF is encrypted or has a password. Remove it, or photograph the paper.',
  },
  'file.busy': {
    status: 503,
    zh: '现在上传的人很多，请过一会儿再试。',
    en: 'Many people are uploading at the moment; please try again in a minute.',
  },
  'file.waiting': {
    status: 409,
    zh: '这个文件正在等待病毒检查，检查后才能查看。',
    en: 'This file waits for the virus check; it can be opened afterwards.',
  },
  'file.infected': {
    status: 409,
    zh: '这个文件查出病毒，已隔离，不能打开。',
    en: 'A virus was found in this file; it is locked away and cannot be opened.',
  },
  'file.deleted': {
    status: 410,
    zh: '这个文件已按保存期限的规定删除。',
    en: 'This file was deleted when the time for keeping it was over.',
  },
  'file.order': {
    status: 409,
    zh: '页面刚刚有变化，请刷新后再调整顺序。',
    en: 'The pages have just changed; reload and arrange them again.',
  },
  'file.not_found': { status: 404, zh: '没有这个文件。', en: 'There is no such file.' },
  'file.locked': {
    status: 409,
    zh: '这个文件已随报名提交，不能删除。',
    en: 'The file was submitted with the application and cannot be removed.',
  },
} as const satisfies Record<string, RefusalText>;
