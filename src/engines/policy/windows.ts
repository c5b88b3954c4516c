// Whether a policy's window is open at an instant, to the second and by China's clock.

import { chinaDateTime } from '../../kernel/dates.ts';
import type { Policy, PolicyWindow } from './model.ts';

/** Where an instant lies: before, within or after a window. */
export type WindowState = 'before' | 'open' | 'closed';

/** The state of a window at an instant: its first second is open, the second at which it closes is not. */
export function windowState(window: PolicyWindow, instant: Date): WindowState {
  const now = chinaDateTime(instant);
  if (now < window.opens) return 'before';
  return now < window.closes ? 'open' : 'closed';
}

/** The windows that are open at an instant. */
export function openWindows(policy: Policy, instant: Date): PolicyWindow[] {
  return policy.windows.filter((window) => windowState(window, instant) === 'open');
}
