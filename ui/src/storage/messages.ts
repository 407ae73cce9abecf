import type { SessionOnlyReason } from '../backend/bindings/SessionOnlyReason';
import type { SetAsideError } from '../backend/bindings/SetAsideError';
import type { StoreProblem } from '../backend/bindings/StoreProblem';
import type { Message } from '../shared/failure';

/** Why nothing is kept, as the end of a sentence. */
export function reasonMessage(reason: SessionOnlyReason): string {
  switch (reason) {
    case 'noKeychain':
      return 'there is no keychain on this computer to hold a key';
    case 'keychainLocked':
      return 'the keychain stayed locked';
    case 'inUse':
      return 'another window of this app has the data open';
    case 'diskFull':
      return 'the disk is full';
    case 'readOnly':
      return 'the data folder can’t be written to';
    case 'diskFailed':
      return 'the data folder can’t be used';
    case 'notOwn':
      return 'somebody else on this computer may change the data folder, or a folder that it is in';
    case 'noKeyring':
      return 'the keychain has no keyring yet: make one in its own settings, then try again';
    case 'sharedFolder':
      return 'the data folder is on a network drive whose file locks other computers do not see, so two could write over each other';
  }
}

/** What is wrong with a store, and what can be done. */
export function problemMessage(problem: StoreProblem): Message {
  const left = 'The file was left as it is, and nothing new is kept meanwhile.';
  switch (problem.code) {
    case 'damaged':
      return {
        title: 'The offline data on this computer is damaged',
        detail: `${left} Set it aside to start anew: the file is renamed, not deleted.`,
      };
    case 'newer':
      return {
        title: `The offline data was written by a newer version of this app (format ${problem.version})`,
        detail: `${left} Update the app, or set the file aside to start anew: it is renamed, not deleted.`,
      };
    case 'foreignKey':
      return {
        title: 'The offline data belongs to another key than the keychain has',
        detail: `${left} It may come from another computer. Set it aside to start anew: the file is renamed, not deleted.`,
      };
    case 'keyMissing':
      return {
        title: 'The keychain no longer has the key to the offline data',
        detail: `${left} If you can restore the keychain, try again then. Or set the file aside to start anew: it is renamed, not deleted.`,
      };
  }
}

export function setAsideMessage(error: SetAsideError): Message {
  switch (error.code) {
    case 'nothingToSetAside':
      return { title: 'There is nothing to set aside', detail: 'The data may have been opened meanwhile. Try again.' };
    case 'notRenamed':
      return {
        title: 'The file could not be renamed',
        detail: 'It is where it was. Check the rights and the free space of the data folder.',
      };
  }
}
