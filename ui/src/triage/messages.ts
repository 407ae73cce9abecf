import type { FoundAt } from '../backend/bindings/FoundAt';
import type { FoundToken } from '../backend/bindings/FoundToken';
import type { KeyRow } from '../backend/bindings/KeyRow';
import type { TriageError } from '../backend/bindings/TriageError';
import type { TriageReport } from '../backend/bindings/TriageReport';
import { opensNothing } from '../inventory/messages';
import type { Message } from '../shared/failure';
import { grouped } from '../shared/number';

export const TRIAGE_ERRORS: Record<TriageError['code'], Message> = {
  underWay: { title: 'The app looks already', detail: 'Wait until that has ended, or stop it.' },
  noText: { title: 'There is no text in the clipboard', detail: 'Copy the text that you want looked through, then try again.' },
  notReadable: { title: 'It can’t be read', detail: 'There is no such file or folder, or you may not read it. Nothing was looked through.' },
};

/** What was looked through. */
export function scannedMessage({ files, objects, megabytes, unread }: TriageReport): string {
  const of = [
    files > 0 && `${grouped(files)} ${files === 1 ? 'file' : 'files'}`,
    objects > 0 && `${grouped(objects)} git ${objects === 1 ? 'object' : 'objects'}`,
    `${grouped(megabytes)} MB`,
  ];
  const left = unread > 0 ? ` ${grouped(unread)} could not be read.` : '';
  return `Looked through ${of.filter(Boolean).join(', ')}.${left}`;
}

/** Where a token is. */
export function placeMessage(at: FoundAt): string {
  switch (at.kind) {
    case 'text':
      return `Line ${grouped(at.line)}`;
    case 'file':
      return `${at.path}, line ${grouped(at.line)}`;
    case 'git':
      return `${at.repository}, git: ${at.message ? 'the message of' : 'an earlier or current version of a file,'} ${at.object.slice(0, 12)}`;
  }
}

/** What is known of the key, and what to do. */
export function verdict(found: FoundToken): { tone: 'red' | 'amber' | 'quiet'; title: string; detail: string } {
  const live = found.keys.filter((key) => !opensNothing(key));
  if (found.keys.length === 0) {
    return {
      tone: 'amber',
      title: 'Of no key that this app knows',
      detail: 'It may belong to another organization, or to a key that was made since the last reading. Refresh the table, or ask who owns it.',
    };
  }
  if (live.length === 0) return { tone: 'quiet', title: 'It opens nothing any more', detail: 'Its key was revoked, or has expired. Take it out all the same.' };
  if (live.every(({ keyType }) => keyType.kind === 'sdk')) {
    return {
      tone: 'quiet',
      title: 'An SDK key, and live',
      detail: 'In front-end code it is expected: everyone can read it there, and it can only create and read analyses. Elsewhere it is no leak either.',
    };
  }
  const certain = found.exact || found.keys.length === 1;
  return {
    tone: 'red',
    title: certain ? 'A live key' : 'One of several keys, and at least one is live',
    detail: found.exact
      ? 'This app made it, and recognises its value. Rotate it, then take it out of what you looked through, and out of its history.'
      : 'Its first 16 characters are those of this key; another value could begin alike. Rotate it, then take it out of what you looked through, and out of its history.',
  };
}

/** What a key may do, in a line. */
export function powerMessage(key: KeyRow): string {
  const where = key.project ? `in ${key.project.name}` : 'in the whole organization';
  return `${key.permissions.join(', ') || 'no permission'} ${where}`;
}
