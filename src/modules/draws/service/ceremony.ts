// The ceremony as its officers see it: what is public, who may do what next, who was present, what happened when.

import { availableActions } from '../../../engines/workflow/workflow.ts';
import { buildRoster } from '../../../engines/lottery/roster.ts';
import { actingRole } from '../../../kernel/actor.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import type { Capacity } from '../contract.ts';
import { entriesOf, firstOfPair, guardHolds } from '../rules.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import { drawWorkflow, type DrawEvent, type DrawGuard } from '../workflow.ts';
import { drawInReach, seasonInReach, situationOf } from './act.ts';
import { entrantsOf } from './entrants.ts';
import { partyKey } from './parties.ts';
import { openPartOf, summaryOf } from './public-view.ts';
import { sha256, ticketsOf } from './tickets.ts';

const OFFICERS: readonly string[] = ['district_admin', 'district_reviewer', 'city_officer'];

/** Events of the record that are no step of the workflow. */
const OTHER_EVENTS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  prepare: { zh: '建立方案', en: 'Prepared' },
  present: { zh: '到场', en: 'Present' },
  wrong_reveal: { zh: '揭示与承诺不符，未予接受', en: 'A reveal did not match its commitment and was not taken' },
};

/** Draws of a season, newest first. */
export async function listSeasonDraws(context: Context, seasonId: string) {
  const reached = await seasonInReach(context, seasonId);
  if (!reached.ok) return reached;
  const season = reached.value;
  const draws = await store.listDraws(context.db, seasonId);
  const live = draws.some(({ state }) => state !== 'sealed' && state !== 'withdrawn');
  return ok({
    draws: draws.map((draw) => ({
      ...summaryOf(draw, season),
      stateZh: drawWorkflow.states[draw.state].staff.zh,
      stateEn: drawWorkflow.states[draw.state].staff.en,
      withdrawnReason: draw.withdrawnReason,
    })),
    mayPrepare: !live && season.resultsPublishedAt === null && OFFICERS.includes(actingRole(context.actor)),
    replacesNeeded: draws.some(({ state }) => state === 'sealed'),
  });
}

/** One draw with its ceremony. */
export async function viewCeremony(context: Context, id: string) {
  const reached = await drawInReach(context, id);
  if (!reached.ok) return reached;
  const { draw, season } = reached.value;
  const situation = await situationOf(context, draw);
  const role = actingRole(context.actor);
  const { staff, next } = drawWorkflow.states[draw.state];
  const first = firstOfPair(draw);
  const parties = await store.partiesOf(context.db, id);
  const events = await store.eventsOf(context.db, id);
  const ids = [first, ...parties.map(({ accountId }) => accountId)].filter((one) => one !== null);
  const names = await accountNames(context, ids);
  return ok({
    ...(await openPartOf(context, draw, season)),
    stateZh: staff.zh,
    stateEn: staff.en,
    nextZh: next.zh,
    nextEn: next.en,
    withdrawnReason: draw.withdrawnReason,
    version: draw.version,
    actions: [
      ...availableActions(drawWorkflow, draw.state, role, (guard: DrawGuard) => guardHolds(guard, situation)),
    ] as DrawEvent[],
    waitingFor: first === null ? null : (names.get(first)?.name ?? ''),
    wouldFreeze: draw.announcedAt === null ? await sizeNow(context, draw) : null,
    people: parties.map((party) => {
      const mine = party.accountId !== null && party.accountId === situation.accountId;
      const linked = mine || (party.accountId === null && OFFICERS.includes(role));
      const account = party.accountId === null ? undefined : names.get(party.accountId);
      return {
        id: party.id,
        name: party.name,
        capacity: party.capacity,
        accountName: account?.name ?? null,
        phone: account?.phone ?? '',
        mine,
        link: linked ? `${context.services.publicUrl()}/draw-party/${partyKey(context, party.id)}` : null,
        committed: party.commitment !== null,
        revealed: party.nonce !== null,
      };
    }),
    record: events.filter(({ event }) => event !== 'edit').map(entryOf),
    present: events
      .filter(({ event }) => event === 'present')
      .map(({ at, detail }) => ({
        name: String(detail['name']),
        capacity: detail['capacity'] as Capacity,
        at,
      })),
  });
}

function entryOf(event: store.EventRecord) {
  const text = OTHER_EVENTS[event.event] ?? drawWorkflow.on[event.event as DrawEvent];
  const { party, words, name } = event.detail;
  return {
    at: event.at,
    event: event.event,
    zh: text.zh,
    en: text.en,
    who: event.actorName ?? '',
    organization: event.actorOrganization ?? '',
    words: [party, name, words].filter((one) => typeof one === 'string' && one !== event.actorName).join(' · '),
  };
}

/** How many would be frozen now. */
async function sizeNow(context: Context, draw: DrawRecord): Promise<{ size: number; lots: number }> {
  const entries = entriesOf(await entrantsOf(context, draw.seasonId), ticketsOf(context, draw.seasonId));
  const built = buildRoster(entries, sha256);
  return built.ok ? { size: built.value.size, lots: built.value.lots } : { size: 0, lots: 0 };
}

/** A use case that ends with the ceremony as it stands afterwards. */
export async function thenCeremony(
  context: Context,
  done: Outcome<unknown>,
  id: string,
): ReturnType<typeof viewCeremony> {
  const result = await done;
  return result.ok ? viewCeremony(context, id) : err(result.error);
}
