// A text editor for policies: line numbers, colours, and faults marked where they stand. Loaded only with its page.

import { yaml } from '@codemirror/lang-yaml';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';

/** A fault of the text that is edited. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

const THEME = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: '#fff' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: '#f6f2ea', color: '#5a6b69', borderRight: '1px solid #ddd5c6' },
});

export function YamlEditor({
  text,
  label,
  marks,
  goTo,
  readOnly,
  change,
}: {
  /** The text to begin with; later texts of the same editor are its own. */
  text: string;
  label: string;
  marks: readonly Mark[];
  /** A fault that the reader chose: the cursor goes there. */
  goTo: Mark | null;
  readOnly: boolean;
  change: (text: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef(change);
  told.current = change;
  const start = useRef(text);
  useEffect(() => {
    if (!box.current) return undefined;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: start.current,
        extensions: [
          basicSetup,
          yaml(),
          lintGutter(),
          THEME,
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) told.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        marks.map((mark) => diagnosticOf(editor.state, mark)),
      ),
    );
  }, [marks]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const { from } = diagnosticOf(editor.state, goTo);
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  return <div ref={box} className="yaml-editor" />;
}

function diagnosticOf(state: EditorState, { line, column, words }: Mark): Diagnostic {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const from = Math.min(at.from + Math.max(0, column - 1), at.to);
  return { from, to: at.to > from ? at.to : from, severity: 'error', message: words };
}
