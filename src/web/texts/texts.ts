// The portal's texts in the reader's language.

import { en } from './en.ts';
import { useLanguage } from './language.ts';
import { zh } from './zh.ts';

/** Texts `t`, and `say` for texts that come in pairs from the server. */
export function useTexts() {
  const { language, say } = useLanguage();
  return { t: language === 'en' ? en : zh, language, say };
}

/** Puts values into a text: `fill('第 {n} 步', { n: 1 })`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
