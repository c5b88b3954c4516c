// What the pages on rules share: tags of standing, the heading's links, words of a rule set.

import { Button, Tag } from 'antd';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useMe } from '../../client/queries.ts';
import { usePolicyWords } from '../../texts/policies.ts';

export type RuleSet = Answer<'GET /api/policies'>['ruleSets'][number];

const COLOURS: Readonly<Record<RuleSet['standing'], string>> = {
  in_force: 'green',
  proposed: 'orange',
  draft: 'cyan',
  retired: 'default',
  kept: 'default',
};

export function StandingTag({ standing }: { standing: RuleSet['standing'] }) {
  const { w } = usePolicyWords();
  return <Tag color={COLOURS[standing]}>{w(standing)}</Tag>;
}

/** `淮阴区 2027 年小学招生入学规则（演示） v1` */
export function useRuleSetName() {
  const { say } = usePolicyWords();
  return (one: { readonly title: RuleSet['title']; readonly version: string }) =>
    `${say(one.title.zh, one.title.en)} v${one.version}`;
}

/** Whether the reader may write: auditors read. */
export function useMayWrite(): boolean {
  const me = useMe();
  return me !== undefined && me !== null && me.role !== 'auditor';
}

/** A link that looks like a button. */
export function LinkButton({ to, primary = false, children }: { to: string; primary?: boolean; children: string }) {
  return (
    <Link href={to}>
      <Button type={primary ? 'primary' : 'default'} tabIndex={-1}>
        {children}
      </Button>
    </Link>
  );
}
