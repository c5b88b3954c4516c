// The reader's language: Chinese unless they chose English; kept on the device.

import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';
const KEY = 'hjt.language';
const listeners = new Set<() => void>();
let language: Language = stored();

function stored(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

/** The language in which the server shall answer. */
export function currentLanguage(): Language {
  return language;
}

/** Changes the language of the page and of what the server says. */
export function chooseLanguage(next: Language): void {
  language = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A device without storage forgets the choice; that is all.
  }
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN';
  for (const listener of listeners) listener();
}

/** The language, and a choice between two texts by it. */
export function useLanguage() {
  const current = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentLanguage);
  /** The English text where it was asked for and exists, else the Chinese. */
  const say = (zh: string, en?: string | null) => (current === 'en' && en ? en : zh);
  return { language: current, say };
}
