import type { CreateKeyError } from '../backend/bindings/CreateKeyError';
import type { NameAdvice } from '../backend/bindings/NameAdvice';
import type { NameProblem } from '../backend/bindings/NameProblem';
import type { PermissionProblem } from '../backend/bindings/PermissionProblem';
import { failureMessage, type Message } from '../shared/failure';
import type { MintingPage } from './form.svelte';

/** What every SDK key may do, and nothing else; the same is enough for CI. */
export const ANALYSIS_ONLY = ['analysis:create', 'analysis:read'];

/** What the page makes, by the prefix of its keys, and where such a key belongs. */
export const KIND: Record<MintingPage['kind'], { word: string; prefix: string; belongs: string }> = {
  sdk: { word: 'SDK key', prefix: 'ss_pub_', belongs: 'browsers, mobile apps and embeds, where anyone can read it' },
  project: { word: 'project key', prefix: 'ss_secret_', belongs: 'server code of this project' },
  organization: { word: 'organization key', prefix: 'ss_org_', belongs: 'automation across projects' },
};

export function adviceMessage(advice: NameAdvice): string {
  switch (advice.kind) {
    case 'generic':
      return 'This says nothing about where the key is used. A specific name makes a leak easy to trace.';
    case 'duplicate':
      return advice.active
        ? 'A live key has this name already. One key per integration keeps Last Used meaningful.'
        : 'A revoked key had this name. It is free, but the two are easy to mix up.';
    case 'long':
      return `Tables will cut this name. ${advice.left} ${advice.left === 1 ? 'character is' : 'characters are'} left.`;
  }
}

export function nameProblemMessage(problem: NameProblem): string {
  switch (problem) {
    case 'empty':
      return 'Give the key a name.';
    case 'tooLong':
      return 'The name has more than 255 characters.';
    case 'invisible':
      return 'The name has invisible or direction-changing characters. Type it anew.';
    case 'looksLikeKey':
      return 'This looks like a key’s value. A value must never become a name.';
  }
}

export function permissionProblemMessage(problem: PermissionProblem): string {
  switch (problem) {
    case 'noneChosen':
      return 'Choose at least one permission.';
    case 'unknown':
      return 'One of these permissions is not known. Choose again.';
  }
}

/** What went wrong, and first of all what became of the key. */
export function errorMessage(error: Exclude<CreateKeyError, { code: 'form' }>): Message {
  switch (error.code) {
    case 'busy':
      return { title: 'A key is being created already', detail: 'Wait until it is done.' };
    case 'abandoned':
      return {
        title: 'The window was reloaded while the key was made',
        detail: 'The key exists, and its value was wiped. Revoke it and create a new one.',
      };
    case 'nothingToRetry':
      return { title: 'There is nothing to try again', detail: 'Create the key anew.' };
    case 'request': {
      const { title, detail } = failureMessage(error.failure);
      switch (error.fate.kind) {
        case 'notCreated':
          return { title, detail: `No key was created. ${detail}` };
        case 'unknown':
          return {
            title,
            detail: 'A key may have been created. Try again: SigSentry then gives this same key, never a second one.',
          };
        case 'valueLost':
          return {
            title: 'A key was created, but its value could not be read',
            detail: `Nobody has seen the value and it can’t be fetched again. Revoke that key and create a new one. (${title}.)`,
          };
      }
    }
  }
}
