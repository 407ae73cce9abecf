import type { DestinationView } from '../../backend/bindings/DestinationView';
import type { PasteBack } from '../../backend/bindings/PasteBack';
import type { Proof } from '../../backend/bindings/Proof';
import type { SendPlan } from '../../backend/bindings/SendPlan';
import type { Message } from '../../shared/failure';
import { PLACE, programOf, signInOf } from './places';
import type { SendFailure } from './sending.svelte';

/** What a program is given to read, as it stands at the end of its command. */
function inputMessage(plan: SendPlan): string {
  switch (plan.standardInput) {
    case 'value':
      return '‹value on standard input›';
    case 'onePasswordItem':
      return '‹1Password item with the value, on standard input›';
    case 'kubernetesSecret':
      return '‹Kubernetes secret with the value, on standard input›';
    case 'none':
      return '';
  }
}

/** The exact command as a shell would take it, and what it is given to read; null where none runs. */
export function commandText(plan: SendPlan): string | null {
  if (plan.command.length === 0) return null;
  const quoted = (word: string) =>
    /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return [...plan.command.map(quoted), inputMessage(plan)].filter(Boolean).join(' ');
}

/** Why we say that it is there. */
export function proofMessage(view: DestinationView, proof: Proof): string {
  const { name } = PLACE[view.id];
  const program = programOf(view);
  switch (proof) {
    case 'askedBack':
      return `Checked: ${name} was asked afterwards, and has it.`;
    case 'answered':
      return `${capital(program)} answered with what it stored.`;
    case 'exitedWell':
      return `${capital(program)} ended without an error, and can tell no more. Look there before you rely on it.`;
    case 'fileChanged':
      return `The entry is there: its file is new or has changed. But ${program} ended with an error afterwards: it may not be committed.`;
  }
}

export interface FailureMessage extends Message {
  tone: 'red' | 'amber';
  /** What can be typed in a terminal; any one of these. */
  commands: string[];
}

const HELD = 'The value is still held here.';

/** What happened, what became of the key, and what to do. */
export function sendErrorMessage(
  error: Exclude<SendFailure, { code: 'exists' }>,
  view: DestinationView,
  target: string,
): FailureMessage {
  const { name, get } = PLACE[view.id];
  const program = programOf(view);
  const not = `Nothing was stored. ${HELD}`;
  const red = (title: string, next: string, commands: string[] = []): FailureMessage => ({
    tone: 'red',
    title,
    detail: `${not} ${next}`,
    commands,
  });
  switch (error.code) {
    case 'busy':
      return red('Another value is on its way', 'Wait until that is done, then send this one again.');
    case 'notInstalled':
      return red(`${capital(program)} is not here any more`, get);
    case 'untrusted':
      return red(
        `${error.path} is not run`,
        'It is another program of that name, or somebody else on this computer may change it.',
      );
    case 'commandHistory':
      return red(
        'The command history of aws would write the value to disk',
        'Switch the history off in a terminal, then send again:',
        ['aws configure set cli_history disabled'],
      );
    case 'notSignedIn':
      if (view.id === 'keychain') return red('The keychain is locked', 'Unlock it, then send again.');
      return red(`${capital(program)} is not signed in`, 'Sign in from a terminal, then send again:', signInOf(view));
    case 'denied':
      return red(
        `${name} doesn’t let you write there`,
        'Ask its administrator for that right, sign in as somebody who has it, or choose another place.',
      );
    case 'noSuchTarget':
      return red(`There is no such place in ${name}`, 'Check the fields for a typing mistake, then send again.');
    case 'offline':
      return red(`${name} can’t be reached`, 'Check the network or the VPN, then send again.');
    case 'failed':
      return red(`${capital(program)} failed`, 'What it said is below. Mend that, or choose another place.');
    case 'unknown':
      return {
        tone: 'amber',
        title: 'We can’t tell whether it was stored',
        detail: `Look first: is there ${target || 'a new secret'}? ${HELD} If it is not there, send it again.`,
        commands: [],
      };
  }
}

/** How the end of the value compares with what the person stored. */
export function pasteBackMessage(answer: PasteBack): string {
  switch (answer) {
    case 'same':
      return 'The same: what you stored ends as this value does.';
    case 'differs':
      return 'It differs: this is not the end of the value. Copy the value again and store it anew.';
    case 'nothingToCompare':
      return 'There was nothing to compare. Type the last four characters, or copy them from your manager and paste.';
  }
}

/** Said instead of “the same” while the clipboard may still have what this app put there. */
export const OWN_COPY =
  'This may have been the app’s own copy, which proves nothing. Clear the clipboard, copy from your manager, and paste.';

/** Programs keep the small letter that they have. */
export const capital = (words: string) => words.replace(/^the /, 'The ');
