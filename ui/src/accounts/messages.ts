import type { AccountColour } from '../backend/bindings/AccountColour';
import type { LabelAccountError } from '../backend/bindings/LabelAccountError';
import type { SwitchAccountError } from '../backend/bindings/SwitchAccountError';
import { heldMessage } from '../shared/account';
import type { Message } from '../shared/failure';

/** The longest name that an account can be given, in characters. */
export const LONGEST_NAME = 40;

/** Every colour with its word: colour alone says nothing. */
export const COLOURS: { colour: AccountColour; word: string }[] = [
  { colour: 'blue', word: 'Blue' },
  { colour: 'teal', word: 'Teal' },
  { colour: 'green', word: 'Green' },
  { colour: 'purple', word: 'Purple' },
  { colour: 'pink', word: 'Pink' },
  { colour: 'grey', word: 'Grey' },
];

/** Why another account was not opened; the one before still is. */
export function switchMessage(error: SwitchAccountError, name: string): Message {
  const title = `${name} was not opened`;
  switch (error.code) {
    case 'held':
      return { title, detail: heldMessage(error.reason) };
    case 'noSuchAccount':
      return { title, detail: 'It is no longer on this computer. Add it again to use it here.' };
    case 'otherServer':
      return { title, detail: 'It belongs to another server than SIGSENTRY_API_URL names. Start the app without that setting.' };
    case 'signedOut':
      return { title, detail: 'You signed out of it. Sign in to open it.' };
    case 'locked':
      return { title, detail: 'It is under a passphrase. Type it in the window that opened.' };
    case 'noKeychain':
      return { title, detail: 'The keychain doesn’t give its key. Unlock the keychain, then try again.' };
    case 'unreadable':
      return {
        title,
        detail: 'What this computer keeps of it can’t be read. It was left as it is. Add the account again to decide about it.',
      };
  }
}

/** Why an account is called and coloured as before. */
export function labelMessage(error: LabelAccountError): Message {
  const title = 'Nothing was changed';
  switch (error.code) {
    case 'tooLong':
      return { title, detail: `The name is too long. Use at most ${LONGEST_NAME} characters.` };
    case 'looksLikeKey':
      return { title, detail: 'That looks like the value of a key. A value is never kept; use another name.' };
    case 'noSuchAccount':
      return { title, detail: 'The account is no longer on this computer.' };
    case 'notKept':
      return { title, detail: 'The keychain didn’t take it. Unlock the keychain, then try again.' };
  }
}
