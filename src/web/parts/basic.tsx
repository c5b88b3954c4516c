// The portal's light components: buttons, notices, lists, and the empty, waiting and failed states.

import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Problem } from '../client/call.ts';
import { useTexts } from '../texts/texts.ts';

type Look = 'main' | 'quiet' | 'danger' | 'text';

interface ButtonProps {
  readonly children: ReactNode;
  readonly look?: Look;
  readonly small?: boolean;
  /** Something is under way; the button waits and says so to assistive technology. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onClick?: () => void;
}

export function Button({ children, look = 'main', small, busy, disabled, type = 'button', onClick }: ButtonProps) {
  return (
    <button
      className={`button ${look} ${small ? 'small' : ''}`}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy}
      onClick={onClick}
    >
      {children}
      {busy ? ' …' : ''}
    </button>
  );
}

/**
 * A link that looks like a button; `file` leaves the page for a file. In the same window: webviews of chat apps open
 * no second one.
 */
export function ButtonLink({
  to,
  children,
  look = 'main',
  small,
  file,
}: {
  to: string;
  children: ReactNode;
  look?: Look;
  small?: boolean;
  file?: boolean;
}) {
  const name = `button ${look} ${small ? 'small' : ''}`;
  return file ? (
    <a className={name} href={to}>
      {children}
    </a>
  ) : (
    <Link className={name} href={to}>
      {children}
    </Link>
  );
}

/** A page's frame: title for browser and reader, focus on the heading after each move. */
export function Page({
  title,
  back,
  wide,
  lead,
  children,
}: {
  title: string;
  back?: string;
  wide?: boolean;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.brand}`;
  }, [title, t.brand]);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="main" className={wide ? 'wide' : ''}>
      {back ? (
        <Link href={back} className="back">
          <span aria-hidden="true">‹</span> {t.back}
        </Link>
      ) : null}
      <div className="stack-tight">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {children}
    </main>
  );
}

export type Tone = 'plain' | 'act' | 'bad' | 'good';

export function Notice({ tone = 'plain', title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {title ? <p className="notice-title">{title}</p> : null}
      {children}
    </div>
  );
}

/** A short state word; its mark says the same as its colour. */
export function Tag({ tone, children }: { tone: 'good' | 'act' | 'bad' | 'wait' | 'plain'; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}

export function Skeleton() {
  const { t } = useTexts();
  return (
    <div className="skeleton" role="status">
      <i />
      <i />
      <i />
      <span className="hidden-visually">{t.loading}</span>
    </div>
  );
}

export function EmptyState({ title, words, children }: { title: string; words?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {words ? <p>{words}</p> : null}
      {children}
    </div>
  );
}

/** What went wrong, in the server's words, with a way to try again. */
export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { t } = useTexts();
  return (
    <Notice tone="bad" title={t.failed}>
      <p>{problem.title}</p>
      {retry ? (
        <div>
          <Button look="quiet" small onClick={retry}>
            {t.retry}
          </Button>
        </div>
      ) : null}
    </Notice>
  );
}

interface Reading<T> {
  readonly data: T | undefined;
  readonly error: Problem | null;
  readonly refetch: () => unknown;
}

/** Waiting, failed, or the content. */
export function Loaded<T>({ reading, children }: { reading: Reading<T>; children: (data: T) => ReactNode }) {
  if (reading.data !== undefined) return <>{children(reading.data)}</>;
  if (reading.error) return <Failure problem={reading.error} retry={() => void reading.refetch()} />;
  return <Skeleton />;
}

/** A refusal after sending. */
export function Refused({ problem }: { problem: Problem | null | undefined }) {
  if (!problem) return null;
  return (
    <Notice tone="bad" title={problem.title}>
      {problem.fields.length > 0 ? (
        <ul>
          {problem.fields.map((fault) => (
            <li key={fault.field}>{fault.message}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}

export interface TimelineItem {
  readonly key: string;
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly words?: string | null;
}

/** What happened, newest first. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="timeline">
      {items.map((item, index) => (
        <li key={item.key} className={index === 0 ? 'now' : ''}>
          <strong>{item.title}</strong>
          <div className="small soft">
            {item.at} · {item.by}
          </div>
          {item.words ? <div>{item.words}</div> : null}
        </li>
      ))}
    </ol>
  );
}

export interface Task {
  readonly key: string;
  readonly title: string;
  readonly words?: string | undefined;
  readonly tag?: ReactNode;
  readonly to?: string;
}

/** Rows to open, each as wide as a thumb likes. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  if (tasks.length === 0) return null;
  return (
    <ul className="tasks">
      {tasks.map((task) => {
        const inner = (
          <>
            <div className="stack-tight">
              <strong>{task.title}</strong>
              {task.words ? <span className="small soft">{task.words}</span> : null}
              {task.tag}
            </div>
          </>
        );
        return (
          <li key={task.key}>
            {task.to ? (
              <Link className="task" href={task.to}>
                {inner}
              </Link>
            ) : (
              <div className="task">{inner}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Lines of reasoning with a mark for what holds, what does not, and what is not known. */
export function Because({
  lines,
}: {
  lines: readonly { zh: string; en: string | null; holds?: boolean | null; clause?: string | null }[];
}) {
  const { say, t } = useTexts();
  return (
    <ul className="because">
      {lines.map((line) => (
        <li key={line.zh} data-mark={line.holds === false ? '✗' : line.holds === null ? '?' : line.holds ? '✓' : '·'}>
          <span>
            {say(line.zh, line.en)}
            {line.clause ? (
              <span className="small soft">
                {' '}
                ({t.apply.check.clause}
                {t.colon}
                {line.clause})
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
