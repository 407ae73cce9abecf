import type { NotPossible } from '../backend/bindings/NotPossible';
import type { PlaceHas } from '../backend/bindings/PlaceHas';
import type { Refusal } from '../backend/bindings/Refusal';
import type { Rest } from '../backend/bindings/Rest';
import type { RotationError } from '../backend/bindings/RotationError';
import type { RotationView } from '../backend/bindings/RotationView';
import type { RhythmView } from '../backend/bindings/RhythmView';
import { errorMessage, nameProblemMessage } from '../creation/messages';
import { failureMessage, type Message } from '../shared/failure';
import type { IconName } from '../shared/icons';
import { grouped } from '../shared/number';
import { absolute } from '../shared/time';

/** How long the old key rests before it is revoked. */
export const RESTS: Record<Rest, string> = { day: '24 hours', week: '7 days', month: '30 days' };

/** Why a rest says little of a key that is used so; null where it doesn't. */
export function restAdvice(rest: Rest, rhythm: RhythmView | null): string | null {
  if (rhythm?.pace === 'seldom' && rest !== 'month') return 'It is used about once a month: a shorter rest says little.';
  if (rhythm?.pace === 'weekly' && rest === 'day') return 'It is used about once a week: 24 hours of rest say little.';
  return null;
}

const places = (count: number) => `${grouped(count)} ${count === 1 ? 'place' : 'places'}`;

/** What a rotation waits for, and who can go on with it. */
export function waitsMessage(rotation: RotationView): { icon: IconName; title: string; detail: string } {
  const waiting = rotation.places.filter(({ state }) => state.kind === 'waits').length;
  const { waitsFor } = rotation;
  switch (waitsFor.kind) {
    case 'replacement':
      return {
        icon: 'warning',
        title: 'There is no replacement yet',
        detail: 'It was not made, or its answer did not come. Make another one; a key without a value is told of in the table.',
      };
    case 'anotherReplacement':
      return { icon: 'warning', title: 'The replacement opens nothing any more', detail: 'It was revoked, or has expired. Make another one.' };
    case 'handingOver':
      return { icon: 'send', title: 'The new value is held', detail: 'Hand it over to every place.' };
    case 'value':
      return {
        icon: 'warning',
        title: 'The new value is gone',
        detail:
          waiting > 0
            ? `${places(waiting)} had not got it, as far as this app knows. Say what each has, or make another replacement.`
            : 'It was neither copied nor sent. Make another replacement.',
      };
    case 'decision': {
      const left = rotation.places.filter(({ state }) => state.kind === 'left').length;
      return left > 0
        ? { icon: 'hourglass', title: 'The old key stays', detail: `${places(left)} ${left === 1 ? 'keeps' : 'keep'} the old value. Both keys are live.` }
        : { icon: 'hourglass', title: 'On hold', detail: 'Both keys are live, until you go on.' };
    }
    case 'firstUse':
      return { icon: 'hourglass', title: 'Waits for the new key’s first use', detail: 'Deploy what uses it. It is looked at with each reading.' };
    case 'quiet':
      return {
        icon: 'hourglass',
        title: 'Waits for the old key to rest',
        detail: `It is still used. If it rests from now on, it may be revoked from ${absolute(waitsFor.until)} on.`,
      };
    case 'knownUse':
      return {
        icon: 'info',
        title: 'When a key was used is not known',
        detail: 'SigSentry doesn’t say. Only you know whether the old key is still used.',
      };
    case 'revocation':
      return { icon: 'check', title: 'The old key may be revoked', detail: 'The new one is in use, and the old one rests.' };
    case 'end':
      return { icon: 'check', title: 'Done', detail: 'No old key opens anything any more.' };
  }
}

/** What speaks against revoking a key of a rotation. */
export function refusalMessage(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'noReplacement':
      return 'There is no replacement that opens anything.';
    case 'oldValueStored':
      return `${places(refusal.places)} ${refusal.places === 1 ? 'has' : 'have'} the old value, as far as this app knows: what uses it there stops.`;
    case 'notHandedOver':
      return 'The new value was neither copied nor sent.';
    case 'replacementNeverUsed':
      return 'The new key was never seen in use.';
    case 'stillUsed':
      return `The key was used not long enough ago. It may be revoked from ${absolute(refusal.until)} on, if it rests until then.`;
    case 'useUnknown':
      return 'SigSentry doesn’t say when one of the two keys was used last.';
    case 'isReplacement':
      return 'It takes the place of another key, and its value was handed over.';
  }
}

export function placeWord(state: PlaceHas): string {
  switch (state.kind) {
    case 'waits':
      return 'has the old value';
    case 'stored':
      return `has the new value, since ${absolute(state.at)}`;
    case 'left':
      return 'keeps the old value';
  }
}

export const NOT_POSSIBLE: Record<NotPossible, string> = {
  unknownPermission: 'It may do something that this version of the app doesn’t know, and so can’t ask for.',
  unknownType: 'It is of a type that this version of the app doesn’t know.',
  unknownProject: 'SigSentry doesn’t say which project it belongs to.',
  noPermission: 'It has no permission that could be asked for.',
};

/** What went wrong. No key was revoked. */
export function rotationMessage(error: RotationError): Message {
  switch (error.code) {
    case 'notThere':
      return { title: 'This key isn’t in the inventory', detail: 'Nothing was made. Refresh the table and look again.' };
    case 'ended':
      return { title: 'This key opens nothing any more', detail: 'Nothing was made. Create a new key instead.' };
    case 'underWay':
      return { title: 'This key is being replaced already', detail: 'Nothing was made. Look at the rotations under way.' };
    case 'notPossible':
      return { title: 'It can’t be replaced from here', detail: `${NOT_POSSIBLE[error.because]} Nothing was made.` };
    case 'name':
      return { title: 'The name can’t be used', detail: nameProblemMessage(error.problem) };
    case 'create':
      return error.error.code === 'form'
        ? { title: 'The replacement was not made', detail: 'Its name or its permissions can’t be used.' }
        : errorMessage(error.error);
    case 'cancelled':
      return { title: 'The key was not read again', detail: 'The reading was cancelled. Nothing was made.' };
    case 'request': {
      const { title, detail } = failureMessage(error.failure);
      return { title, detail: `Nothing was made, and every key is as it was. ${detail}` };
    }
  }
}
