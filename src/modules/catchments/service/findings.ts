// Findings: an officer points at the map for an address that words and drawing leave open, and says why.

import type { ResponseOf } from '../../../kernel/endpoint.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { listApplicationRecords, mayBeRelocated, relocateApplication } from '../../registration/public.ts';
import {
  createFinding,
  getFinding,
  listSchools,
  locateAddress,
  revokeFinding as revoke,
  siteKeysOf,
  type AddressFinding,
} from '../../schools/public.ts';
import type { catchmentsContract } from '../contract.ts';
import { reach, type Place } from './reach.ts';
import { findingsOnWire } from './reading.ts';

type Kept = ResponseOf<(typeof catchmentsContract)['POST /api/catchments/findings']>;

/** Keeps a finding and locates the applications of this site anew. */
export function keepFinding(
  context: Context,
  input: Place & {
    readonly address: string;
    readonly schoolId: string;
    readonly campus: string;
    readonly point: { readonly lng: number; readonly lat: number } | null;
    readonly reason: string;
  },
): Outcome<Kept> {
  return inTransaction(context, async (tx) => {
    const reached = reach(tx, input.district);
    if (!reached.ok) return reached;
    const { district, stage, address, schoolId, campus, point, reason } = input;
    const schools = await listSchools(tx, { district, stage });
    if (!schools.some(({ id }) => id === schoolId)) return err(refusal('school.not_found'));
    const [key] = await siteKeysOf(tx, input, address);
    if (key === undefined) return err(refusal('finding.no_site'));
    const found = await locateAddress(tx, input);
    if (found.decidedBy === 'finding') return err(refusal('finding.exists'));
    if (found.result === 'matched') return err(refusal('finding.not_needed', { basis: found.basis }));
    const finding: AddressFinding = {
      id: newId(tx),
      district,
      stage,
      key,
      address,
      schoolId,
      campus,
      lng: point?.lng ?? null,
      lat: point?.lat ?? null,
      reason,
      basis: found.basis,
      foundBy: account(tx).accountId,
      foundAt: tx.now,
      revokedBy: null,
      revokedAt: null,
      revokeReason: null,
    };
    if (!(await createFinding(tx, finding))) return err(refusal('finding.exists'));
    const relocated = await relocateSite(tx, finding, '对照地图核定了地址所在的施教区');
    await audit(tx, {
      action: 'catchments.find',
      subject: { kind: 'address_finding', id: finding.id },
      district,
      detail: { address, schoolId, campus, reason, basis: found.basis, relocated },
    });
    const [shown] = await findingsOnWire(tx, [finding]);
    return shown ? ok({ finding: shown, relocated }) : err(refusal('finding.not_found'));
  });
}

/** Takes a finding back; words and drawing decide again. */
export function revokeFinding(context: Context, id: string, reason: string): Outcome<{ relocated: number }> {
  return inTransaction(context, async (tx) => {
    const finding = await getFinding(tx, id);
    if (!finding) return err(refusal('finding.not_found'));
    const reached = reach(tx, finding.district);
    if (!reached.ok) return reached;
    const revoked = await revoke(tx, id, {
      revokedBy: account(tx).accountId,
      revokedAt: tx.now,
      revokeReason: reason,
    });
    if (!revoked) return err(refusal('finding.revoked'));
    const relocated = await relocateSite(tx, finding, '撤销了对地址的核定');
    await audit(tx, {
      action: 'catchments.revoke_finding',
      subject: { kind: 'address_finding', id },
      district: finding.district,
      detail: { reason, relocated },
    });
    return ok({ relocated });
  });
}

/** Locates undecided applications anew whose address is of this site. */
async function relocateSite(tx: Context, finding: AddressFinding, words: string): Promise<number> {
  const { district, stage } = finding;
  const records = await listApplicationRecords(tx, { district, states: ['submitted', 'needs_material'] });
  let relocated = 0;
  for (const record of records) {
    if (record.stage !== stage || !record.declared || !mayBeRelocated(record)) continue;
    const keys = await siteKeysOf(tx, finding, record.declared.dwelling.address);
    if (!keys.includes(finding.key)) continue;
    if (await relocateApplication(tx, record.id, words)) relocated += 1;
  }
  return relocated;
}
