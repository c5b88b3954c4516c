// Tells the families in a draw's roster what became of it: announced, sealed with their number, or ended early and why.

import { positionOf } from '../../../engines/lottery/roster.ts';
import { chinaDateTime } from '../../../kernel/dates.ts';
import type { Context } from '../../../platform/context.ts';
import { tellFamily, type MessageText } from '../../notices/public.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import type { DrawEvent } from '../workflow.ts';
import { numbersOfDraw, rosterOfDraw } from './frozen.ts';
import { ticketsOf } from './tickets.ts';

/** Steps of which families hear. */
export const TOLD: readonly DrawEvent[] = [
  'announce',
  'seal',
  'withdraw',
  'stop_unrevealed',
  'stop_uncommitted',
  'confirm_source_failure',
];

/** Tells every family whose child is in the roster, once for each step; a handler may run twice. */
export async function tellOfDraw(context: Context, drawId: string, event: DrawEvent): Promise<void> {
  const draw = await store.findDraw(context.db, drawId);
  // Ended before it was announced: nobody had heard of it.
  if (!draw?.notice) return;
  const roster = await rosterOfDraw(context, draw);
  const numbers = event === 'seal' ? await numbersOfDraw(context, draw) : null;
  const ticketOf = ticketsOf(context, draw.seasonId);
  for (const record of await listApplicationRecords(context, { seasonId: draw.seasonId })) {
    const position = record.revision === 0 ? undefined : positionOf(roster, ticketOf(record.childKey));
    if (position === undefined) continue;
    const message = messageOf(draw, event, record.child.name, numbers?.[position] ?? null);
    await tellFamily(context, record, message, `draw:${drawId}:${event}`, event === 'seal' ? '公开派位已完成' : null);
  }
}

function messageOf(draw: DrawRecord, event: DrawEvent, child: string, number: number | null): MessageText {
  const at = chinaDateTime(draw.settings.publicAt);
  switch (event) {
    case 'announce':
      return {
        kind: 'draw',
        titleZh: `${child}在公开派位的名单里`,
        titleEn: `${child} is in the roster of the public draw`,
        bodyZh: `名单已封存并公告，${at} 公开抽取。打开报名可以看到孩子的派位码，并下载在册证明；哪些孩子需要派位号决定先后，以录取规则为准。`,
        bodyEn: `The roster is frozen and announced; the draw is held at ${at}. The application shows the child’s ticket and its proof. Numbers decide only where the rules leave a tie.`,
      };
    case 'seal':
      return {
        kind: 'draw',
        titleZh: `${child}的派位号是 ${number}`,
        titleEn: `${child}’s lottery number is ${number}`,
        bodyZh: '公开派位已完成，实录已封存公布，任何人都可以核验。派位号不等于录取结果：只在条件并列时，号小的在前。',
        bodyEn:
          'The draw is over and its transcript public; anybody can verify it. A number is not a result: it only orders children who are otherwise equal, lower first.',
      };
    default:
      return {
        kind: 'draw',
        titleZh: '本次公开派位已终止',
        titleEn: 'The public draw has ended early',
        bodyZh: `原因：${draw.withdrawnReason ?? ''}。不影响孩子的报名；重新派位前会另行公告并通知您。`,
        bodyEn: `Reason: ${draw.withdrawnReason ?? ''}. Your application is not affected; you will hear before another draw.`,
      };
  }
}
