// The form in progress: completed with its empty answers, saved by itself, and careful of changes made elsewhere.

import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Draft } from '../../../modules/registration/declaration.ts';
import { call, Problem, type Answer } from '../../client/call.ts';

export type Application = Answer<'GET /api/applications/:id'>;
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'conflict' | 'failed';
const REST = 800;

/** A draft in which nothing that the family may leave out is missing. */
export function completed(draft: Draft, application: Application, phone: string): Draft {
  const first = { relation: application.child.relation, idKind: 'resident_id' as const, phone, sameBooklet: true };
  return {
    residencePermit: null,
    work: null,
    sibling: null,
    twin: null,
    primarySchoolId: null,
    privateSchoolId: null,
    preferredSchoolId: null,
    note: '',
    ...draft,
    household: { movedInOn: null, sinceBirth: true, ...draft.household },
    guardians: draft.guardians?.length ? draft.guardians : [first],
    dwelling: {
      district: application.district,
      documentNumber: null,
      ownedBy: null,
      onlyHome: false,
      ...draft.dwelling,
    },
  };
}

/** Whether the child is registered outside the district of the season. */
export function isElsewhere(draft: Draft, application: Application): boolean {
  return draft.household?.district !== undefined && draft.household.district !== application.district;
}

export interface DraftSaver {
  readonly draft: Draft;
  readonly state: SaveState;
  readonly problem: Problem | null;
  change(part: Partial<Draft>): void;
  /** Saves what is not saved yet; true when everything is safe. */
  flush(): Promise<boolean>;
  /** The version that was saved last. */
  version(): number;
  keepMine(): Promise<void>;
  takeTheirs(): Promise<void>;
}

/** Keeps the draft of one application. */
export function useDraft(application: Application, phone: string): DraftSaver {
  const client = useQueryClient();
  const id = application.id;
  const [draft, setDraft] = useState(() => completed(application.draft, application, phone));
  const [state, setState] = useState<SaveState>('saved');
  const [problem, setProblem] = useState<Problem | null>(null);
  // What the running save must see at its end, whatever was drawn meanwhile.
  const now = useRef({
    draft,
    version: application.version,
    dirty: JSON.stringify(draft) !== JSON.stringify(application.draft),
  });
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    if (!now.current.dirty) return true;
    const save = async () => {
      now.current.dirty = false;
      setState('saving');
      try {
        const { version } = await call('PUT /api/applications/:id/draft', {
          params: { id },
          body: { version: now.current.version, draft: now.current.draft },
        });
        now.current.version = version;
        setProblem(null);
        setState(now.current.dirty ? 'unsaved' : 'saved');
        void client.invalidateQueries({ queryKey: ['GET /api/applications'] });
        return true;
      } catch (error) {
        now.current.dirty = true;
        const fault = error instanceof Problem ? error : new Problem({ title: String(error) });
        setProblem(fault);
        setState(fault.code === 'application.changed' ? 'conflict' : 'failed');
        return false;
      }
    };
    running.current = save();
    const done = await running.current;
    running.current = null;
    return done;
  }, [client, id]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      now.current.draft = { ...now.current.draft, ...part };
      now.current.dirty = true;
      setDraft(now.current.draft);
      setState((before) => (before === 'conflict' ? before : 'unsaved'));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), REST);
    },
    [flush],
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (now.current.dirty && now.current.draft !== draft) event.preventDefault();
    };
    const hide = () => void (document.visibilityState === 'hidden' && flush());
    window.addEventListener('beforeunload', warn);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('beforeunload', warn);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [flush, draft]);

  const theirs = async () => {
    const fresh = await call('GET /api/applications/:id', { params: { id } });
    now.current.version = fresh.version;
    return fresh;
  };
  return {
    draft,
    state,
    problem,
    change,
    flush,
    version: () => now.current.version,
    keepMine: async () => {
      await theirs();
      await flush();
    },
    takeTheirs: async () => {
      const fresh = await theirs();
      now.current.draft = completed(fresh.draft, fresh, phone);
      now.current.dirty = false;
      setDraft(now.current.draft);
      setProblem(null);
      setState('saved');
    },
  };
}
