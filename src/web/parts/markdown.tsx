// Draws the Markdown that the policy renderer writes: headings, paragraphs, lists, quotes, tables, bold. Nothing else, and no HTML.

import type { ReactNode } from 'react';

function inline(text: string): ReactNode[] {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .map((part, index) =>
      part.startsWith('**') ? (
        <strong key={index}>{part.slice(2, -2)}</strong>
      ) : part.startsWith('`') ? (
        <code key={index}>{part.slice(1, -1)}</code>
      ) : (
        part
      ),
    );
}

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function table(lines: readonly string[], key: number): ReactNode {
  const [head = '', , ...rows] = lines;
  return (
    <table key={key}>
      <thead>
        <tr>
          {cells(head).map((cell, index) => (
            <th key={index} scope="col">
              {inline(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {cells(row).map((cell, at) => (
              <td key={at}>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Item {
  readonly text: string;
  readonly numbered: boolean;
  readonly items: Item[];
}

/** A list whose depth is told by its indentation. */
function itemsOf(lines: readonly string[]): Item[] {
  const top: Item[] = [];
  const open: { indent: number; items: Item[] }[] = [{ indent: -1, items: top }];
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    while (open.length > 1 && (open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const item: Item = {
      text: line.replace(/^\s*([-*]|\d+\.)\s+/, ''),
      numbered: /^\s*\d+\./.test(line),
      items: [],
    };
    open.at(-1)?.items.push(item);
    open.push({ indent, items: item.items });
  }
  return top;
}

function list(items: readonly Item[], key: number | string): ReactNode {
  const entries = items.map((item, index) => (
    <li key={index}>
      {inline(item.text)}
      {item.items.length > 0 ? list(item.items, `${key}.${index}`) : null}
    </li>
  ));
  return items[0]?.numbered ? <ol key={key}>{entries}</ol> : <ul key={key}>{entries}</ul>;
}

type Kind = 'table' | 'list' | 'quote' | 'text';
const kindOf = (line: string): Kind =>
  /^\s*\|/.test(line) ? 'table' : /^\s*([-*]|\d+\.)\s/.test(line) ? 'list' : line.startsWith('>') ? 'quote' : 'text';

/** Headings start one level below the page's own. */
export function Markdown({ text }: { text: string }) {
  const blocks: ReactNode[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading || line.trim() === '') {
      if (heading)
        blocks.push(
          (heading[1]?.length ?? 1) <= 2 ? (
            <h2 key={at}>{inline(heading[2] ?? '')}</h2>
          ) : (
            <h3 key={at}>{inline(heading[2] ?? '')}</h3>
          ),
        );
      at += 1;
      continue;
    }
    const kind = kindOf(line);
    const start = at;
    while (
      at < lines.length &&
      (lines[at] ?? '').trim() !== '' &&
      !/^#{1,6}\s/.test(lines[at] ?? '') &&
      kindOf(lines[at] ?? '') === kind
    )
      at += 1;
    const block = lines.slice(start, at);
    if (kind === 'table') blocks.push(table(block, start));
    else if (kind === 'list') blocks.push(list(itemsOf(block), start));
    else if (kind === 'quote')
      blocks.push(
        <blockquote key={start}>{inline(block.map((item) => item.replace(/^>\s?/, '')).join(' '))}</blockquote>,
      );
    else blocks.push(<p key={start}>{inline(block.join(' '))}</p>);
  }
  return <div className="prose">{blocks}</div>;
}
