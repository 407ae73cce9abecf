import type { AccountEntry } from '../backend/bindings/AccountEntry';
import type { CloseRequested } from '../backend/bindings/CloseRequested';

/** What an account is called: by the person, else by its organization, else by its address. */
export function called({ name, tenantName, email }: Pick<AccountEntry, 'name' | 'tenantName' | 'email'>): string {
  return name || tenantName || email;
}

/** One or two letters for what an account is called; a dot where it has none. */
export function initials(name: string): string {
  const letters = name
    // What Rust spelled out is no letter of the name.
    .replace(/⟨[^⟩]*⟩/g, ' ')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((word) => word.match(/[\p{L}\p{N}]\p{M}*/u)?.[0])
    .filter((letter) => letter !== undefined);
  return letters.slice(0, 2).join('').toUpperCase() || '•';
}

export const hostOf = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

/** What tells an account apart from the others, under its name. */
export function apart(entry: AccountEntry, all: readonly AccountEntry[]): string {
  const parts = [entry.email];
  if (entry.name && entry.tenantName) parts.push(entry.tenantName);
  if (all.some(({ apiUrl }) => apiUrl !== entry.apiUrl)) parts.push(hostOf(entry.apiUrl));
  return parts.filter((part) => part !== called(entry)).join(' · ');
}

/** Why another account can’t be opened right now, and what to do first. */
export function heldMessage(reason: CloseRequested): string {
  switch (reason) {
    case 'creating':
      return 'A key is being created. Wait for the answer, then try again.';
    case 'sending':
      return 'A value is on its way. Wait for the answer, then try again.';
    case 'valueHeld':
      return 'A value is still held. Copy or send it, close it, then try again.';
  }
}
