// What a request asks for, as lines of label and value: on the card, before sending, and at the officer's desk.

import type { Answer } from '../../client/call.ts';
import type { useRequestTexts } from '../../texts/requests.ts';

type Content = Answer<'GET /api/requests/:id'>['content'];
type Texts = ReturnType<typeof useRequestTexts>['r'];

/** Lines for people; empty words are left out. */
export function contentFacts(content: Content, r: Texts): { readonly label: string; readonly value: string }[] {
  const lines = (...pairs: readonly (readonly [label: string, value: string])[]) =>
    pairs.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
  switch (content.kind) {
    case 'leave':
      return lines([r.reason, r.reasons[content.reason]], [r.words, content.words ?? '']);
    case 'defer':
      return lines([r.ground, r.grounds[content.ground]], [r.words, content.words]);
    case 'change':
      return lines(
        [r.what, r.whats[content.what]],
        [content.what === 'mistake' ? r.sinceMistake : r.since, content.since],
        [r.words, content.words],
      );
    case 'move':
      return lines([r.address, content.address], [r.since, content.since]);
  }
}
