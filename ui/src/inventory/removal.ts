import type { RemovalReason } from '../backend/bindings/RemovalReason';

/** What speaks for removing a key: in a filter, and as a sentence. */
export const REMOVAL: Record<RemovalReason, { word: string; sentence: string }> = {
  neverUsed: { word: 'never used', sentence: 'It was never seen in use, and is older than 14 days.' },
  longSilent: { word: 'silent for long', sentence: 'It rests far longer than it ever did while this app looked.' },
  expired: { word: 'expired', sentence: 'It has expired, and opens nothing.' },
  ownerLeft: { word: 'owner has left', sentence: 'Its owner has left: no one answers for it, and they may still have its value.' },
};

export const REASONS = Object.keys(REMOVAL) as RemovalReason[];
