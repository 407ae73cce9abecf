import type { OwnerOutcome } from '../backend/bindings/OwnerOutcome';
import type { OwnersError } from '../backend/bindings/OwnersError';
import type { Message } from '../shared/failure';

/** What becomes of a line. */
export function outcomeWord(outcome: OwnerOutcome): string {
  switch (outcome.kind) {
    case 'changes':
      return outcome.before ? `Takes the place of ${outcome.before}` : 'New owner';
    case 'unchanged':
      return 'Noted already';
    case 'noSuchKey':
      return 'Left out: no key has this id or prefix.';
    case 'ambiguous':
      return 'Left out: several keys have this prefix. Use the id.';
    case 'repeated':
      return 'Left out: a line before is about the same key.';
    case 'empty':
      return 'Left out: it names no owner and no note.';
    case 'tooLong':
      return 'Left out: a text is too long.';
    case 'looksLikeKey':
      return 'Left out: it looks like the value of a key.';
  }
}

/** Why nothing was noted. */
export function ownersMessage(error: OwnersError): Message {
  switch (error.code) {
    case 'noTable':
      return { title: 'This is not a table', detail: 'Nothing was noted. Save the sheet as CSV, UTF-8, then choose that file.' };
    case 'noColumns':
      return {
        title: 'The columns have other names',
        detail: 'Nothing was noted. The first line has to name “id” or “prefix”, and “owner” or “note”.',
      };
    case 'tooLarge':
      return { title: 'The file is too large', detail: 'Nothing was noted. At most 200,000 lines and 16 MB are read at once.' };
    case 'owner':
      return { title: 'That is no owner', detail: 'Nothing was noted. It has room for 200 characters, and never for the value of a key.' };
    case 'notRead':
      return { title: 'No key has been read yet', detail: 'Nothing was noted. Refresh, then try again.' };
    case 'nothingIsKept':
      return { title: 'Nothing is kept on this computer right now', detail: 'So nothing was noted. The line below the title says why.' };
    case 'notWritten':
      return { title: 'It could not be written', detail: 'Nothing was noted. Check the free space of the disk, then try again.' };
  }
}
