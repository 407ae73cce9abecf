import type { ReviewDecision } from '../backend/bindings/ReviewDecision';
import type { ReviewError } from '../backend/bindings/ReviewError';
import type { SinceReview } from '../backend/bindings/SinceReview';
import type { Message } from '../shared/failure';

export const DECISIONS: Record<ReviewDecision, string> = { keep: 'Keep', rotate: 'Rotate', revoke: 'Revoke' };

/** What is different since the last sign-off. */
export const SINCE: Record<SinceReview, string> = {
  new: 'not reviewed before',
  name: 'renamed',
  permissions: 'other permissions',
  owner: 'other owner',
  places: 'stored elsewhere',
  used: 'used since',
  status: 'other status',
};

export const REVIEW_ERRORS: Record<ReviewError['code'], Message> = {
  notRead: { title: 'No key has been read yet', detail: 'Wait for the first reading, then begin.' },
  nothingIsKept: { title: 'Nothing is kept on this computer', detail: 'A review needs the offline store. See the notice above the table.' },
  notWritten: { title: 'It could not be written down', detail: 'Nothing was signed off. Check the free space of the disk, then try again.' },
  count: { title: 'A review takes 1 to 1,000 live keys', detail: 'Filter the table, or select fewer keys, and begin again.' },
  none: { title: 'There is no review', detail: 'It was signed off or given up meanwhile. Begin another one.' },
  undecided: { title: 'Some keys are undecided', detail: 'Decide about each before you sign off.' },
  note: { title: 'The note can’t be kept', detail: 'It is too long, or has a key in it. A value must never become a note.' },
};
