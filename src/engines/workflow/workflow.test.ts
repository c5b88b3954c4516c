import { describe, expect, it } from 'vitest';
import { availableActions, checkWorkflow, defineWorkflow, drawWorkflow, step, type Workflow } from './workflow.ts';

const text = { family: { zh: '', en: '' }, staff: { zh: '甲', en: '' }, next: { zh: '', en: '' } };
const door = defineWorkflow({
  name: 'door',
  initial: 'shut',
  states: { shut: text, open: text, sold: text },
  final: ['sold'],
  on: {
    open: { from: ['shut'], to: 'open', by: ['porter'], when: ['daytime'], zh: '开', en: 'Open' },
    shut: { from: ['open'], to: 'shut', by: ['porter', 'guest'], zh: '关', en: 'Shut' },
    paint: { from: ['shut', 'open'], to: 'same', by: ['porter'], zh: '漆', en: 'Paint' },
    sell: { from: ['shut'], to: 'sold', by: ['owner'], zh: '卖', en: 'Sell' },
  },
});

describe('a life cycle', () => {
  it('takes a step that state, role and guard allow', () => {
    expect(step(door, 'shut', 'open', 'porter', () => true)).toEqual({ ok: true, to: 'open' });
    expect(step(door, 'open', 'paint', 'porter', () => true)).toEqual({ ok: true, to: 'open' });
  });

  it('says which of role, state and guard stands in the way', () => {
    expect(step(door, 'shut', 'open', 'guest', () => true)).toEqual({ ok: false, fault: { kind: 'role' } });
    expect(step(door, 'open', 'open', 'porter', () => true)).toEqual({
      ok: false,
      fault: { kind: 'state', state: 'open' },
    });
    expect(step(door, 'shut', 'open', 'porter', () => false)).toEqual({
      ok: false,
      fault: { kind: 'guard', guard: 'daytime' },
    });
  });

  it('lists the actions of a role, as the buttons of a page', () => {
    expect(availableActions(door, 'shut', 'porter', () => true)).toEqual(['open', 'paint']);
    expect(availableActions(door, 'shut', 'porter', () => false)).toEqual(['paint']);
    expect(availableActions(door, 'sold', 'owner', () => true)).toEqual([]);
  });

  it('is sound, and its checker finds a lost state and a dead end', () => {
    expect(checkWorkflow(door)).toEqual([]);
    const broken: Workflow<string, string, string, string> = {
      ...door,
      states: { ...door.states, stuck: text, lost: text },
      on: { ...door.on, jam: { from: ['open'], to: 'stuck', by: ['porter'], zh: '', en: '' } },
    };
    expect(checkWorkflow(broken)).toEqual([
      'state stuck has no way out and is not final',
      'state lost cannot be reached',
      'state lost has no way out and is not final',
    ]);
  });

  it('draws itself', () => {
    expect(drawWorkflow(door)).toContain('shut --> open: open (porter) [daytime]');
  });
});
