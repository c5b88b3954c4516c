// One kind of paper: what it is, its pages with their order, and buttons to photograph or choose more.

import { useId } from 'react';
import { addressOf, type Answer } from '../../client/call.ts';
import { useSend } from '../../client/queries.ts';
import { Button, Refused, Tag } from '../../parts/basic.tsx';
import { fill, useTexts } from '../../texts/texts.ts';
import { PaperHelp } from './PaperHelp.tsx';
import { useUploads, type Upload } from './use-uploads.ts';

type Application = Answer<'GET /api/applications/:id'>;
type EvidenceFile = Application['files'][number];

interface FileBoxProps {
  readonly application: Application;
  readonly kind: string;
  readonly title: string;
  readonly words?: string | undefined;
  /** A reviewer asked for it. */
  readonly wanted?: boolean;
  /** Kinds of papers that are explained here; the first that the city explains. */
  readonly explained?: readonly string[];
}

export function FileBox({ application, kind, title, words, wanted, explained = [kind] }: FileBoxProps) {
  const { t } = useTexts();
  const files = application.files.filter((file) => file.kind === kind);
  const { uploads, add, send, discard } = useUploads(application.id, kind);
  const remove = useSend('DELETE /api/applications/:id/files/:fileId');
  const order = useSend('PUT /api/applications/:id/files');
  const move = (at: number, by: -1 | 1) => {
    const ids = files.map((file) => file.id);
    [ids[at], ids[at + by]] = [ids[at + by] ?? '', ids[at] ?? ''];
    order.mutate([{ params: { id: application.id }, body: { kind, order: ids } }]);
  };
  return (
    <section className="card">
      <div className="row between">
        <h2>{title}</h2>
        {files.length > 0 ? (
          <Tag tone="good">{fill(t.apply.files.count, { n: files.length })}</Tag>
        ) : wanted ? (
          <Tag tone="act">{t.application.asked}</Tag>
        ) : null}
      </div>
      {words ? <p className="small soft">{words}</p> : null}
      <PaperHelp kinds={explained} />
      {files.length + uploads.length > 0 ? (
        <ol className="pages">
          {files.map((file, at) => (
            <PageItem
              key={file.id}
              applicationId={application.id}
              file={file}
              number={at + 1}
              onEarlier={at > 0 ? () => move(at, -1) : null}
              onLater={at < files.length - 1 ? () => move(at, 1) : null}
              onRemove={() => remove.mutate([{ params: { id: application.id, fileId: file.id } }])}
            />
          ))}
          {uploads.map((upload) => (
            <UploadItem
              key={upload.key}
              upload={upload}
              onSend={() => send(upload)}
              onDiscard={() => discard(upload.key)}
            />
          ))}
        </ol>
      ) : null}
      <Refused problem={remove.error ?? order.error} />
      <div className="row">
        <Chooser words={t.apply.files.take} what={title} camera onChosen={add} />
        <Chooser words={t.apply.files.choose} what={title} onChosen={add} />
      </div>
    </section>
  );
}

/** Opens the camera, or the files and albums of the device. */
function Chooser({
  words,
  what,
  camera,
  onChosen,
}: {
  words: string;
  what: string;
  camera?: boolean;
  onChosen: (files: readonly File[]) => Promise<void>;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="button quiet small">
        {words}
        <span className="hidden-visually"> {what}</span>
      </label>
      <input
        id={id}
        className="hidden-visually"
        type="file"
        accept={camera ? 'image/*' : 'image/jpeg,image/png,image/heic,image/heif,.heic,.heif,application/pdf'}
        multiple={!camera}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          void onChosen([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

interface PageItemProps {
  readonly applicationId: string;
  readonly file: EvidenceFile;
  readonly number: number;
  readonly onEarlier: (() => void) | null;
  readonly onLater: (() => void) | null;
  readonly onRemove: () => void;
}

function PageItem({ applicationId, file, number, onEarlier, onLater, onRemove }: PageItemProps) {
  const { t } = useTexts();
  const texts = t.apply.files;
  const address = (size: 'small' | 'full') =>
    addressOf('GET /api/applications/:id/files/:fileId', {
      params: { id: applicationId, fileId: file.id },
      query: { size },
    });
  const opens = file.state === 'ready' || file.state === 'waiting';
  const isPicture = file.mediaType.startsWith('image/');
  return (
    <li className="page-item">
      <div className="page-picture">
        {opens && isPicture ? (
          <img src={address('small')} alt={fill(texts.page, { n: number })} loading="lazy" />
        ) : (
          <span aria-hidden="true">{isPicture ? '—' : 'PDF'}</span>
        )}
      </div>
      <div className="page-words">
        <p>
          {opens ? (
            <a href={address('full')}>
              {number}. {file.fileName}
            </a>
          ) : (
            <>
              {number}. {file.fileName}
            </>
          )}
        </p>
        {file.state === 'waiting' ? <p className="small soft">{texts.waiting}</p> : null}
        {file.state === 'infected' ? (
          <p className="small bad-words" role="alert">
            {texts.infected}
          </p>
        ) : null}
        {file.state === 'deleted' ? <p className="small soft">{texts.deleted}</p> : null}
        <div className="row page-actions">
          {onEarlier ? <PageButton words={texts.earlier} what={file.fileName} onClick={onEarlier} /> : null}
          {onLater ? <PageButton words={texts.later} what={file.fileName} onClick={onLater} /> : null}
          {file.state === 'deleted' ? null : (
            <PageButton words={texts.remove} what={file.fileName} onClick={onRemove} />
          )}
        </div>
      </div>
    </li>
  );
}

function PageButton({ words, what, onClick }: { words: string; what: string; onClick: () => void }) {
  return (
    <Button look="text" onClick={onClick}>
      {words}
      <span className="hidden-visually"> {what}</span>
    </Button>
  );
}

function UploadItem({ upload, onSend, onDiscard }: { upload: Upload; onSend: () => void; onDiscard: () => void }) {
  const { t } = useTexts();
  const texts = t.apply.files;
  const { state, fault, problem, share, preview, fileName } = upload;
  const percent = Math.round(share * 100);
  return (
    <li className="page-item" aria-busy={state === 'preparing' || state === 'sending'}>
      <div className="page-picture">{preview ? <img src={preview} alt="" /> : <span aria-hidden="true">…</span>}</div>
      <div className="page-words">
        <p>{fileName}</p>
        {state === 'preparing' ? <p className="small soft">{texts.preparing}</p> : null}
        {state === 'sending' ? (
          <>
            <progress max={100} value={percent} aria-label={`${texts.uploading} ${fileName}`} />
            <p className="small soft">
              {texts.uploading} {percent}%
            </p>
          </>
        ) : null}
        {fault ? <p className="small bad-words">{texts.faults[fault]}</p> : null}
        <Refused problem={problem} />
        <div className="row page-actions">
          {state === 'doubtful' ? <PageButton words={texts.useAnyway} what={fileName} onClick={onSend} /> : null}
          {state === 'failed' ? <PageButton words={texts.again} what={fileName} onClick={onSend} /> : null}
          {state === 'doubtful' || state === 'failed' || state === 'refused' ? (
            <PageButton words={texts.discard} what={fileName} onClick={onDiscard} />
          ) : null}
        </div>
      </div>
    </li>
  );
}
