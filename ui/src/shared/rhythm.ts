import type { RhythmView } from '../backend/bindings/RhythmView';

const PACES: Record<RhythmView['pace'], string> = {
  daily: 'used at least daily',
  weekly: 'used at least weekly',
  seldom: 'used about monthly, or more seldom',
};

/** "Used at least daily, quiet for 9 days": only what this app saw. */
export function rhythmWord({ pace, quietFor, unusual }: RhythmView): string {
  const quiet = quietFor === 0 ? '' : `, ${unusual ? 'now' : ''} quiet for ${quietFor === 1 ? 'a day' : `${quietFor} days`}`;
  return `${PACES[pace]}${quiet}`.replaceAll('  ', ' ');
}
