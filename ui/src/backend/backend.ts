// The one door to Rust: what may be asked, with the types that Rust declares, and what Rust says by
// itself.

import type { AbandonedKey } from './bindings/AbandonedKey';
import type { BulkProgress } from './bindings/BulkProgress';
import type { CloseRequested } from './bindings/CloseRequested';
import type { CommandErrors, Commands } from './bindings/commands';
import type { ReadingProgress } from './bindings/ReadingProgress';
import type { LeaseEnd } from './bindings/LeaseEnd';
import type { LockState } from './bindings/LockState';
import type { SessionState } from './bindings/SessionState';
import type { StorageState } from './bindings/StorageState';

export interface Backend extends Commands {
  onLockChanged(hear: (state: LockState) => void): Promise<() => void>;
  /** A lock waits until no value is held. */
  onLockWanted(hear: (nothing: null) => void): Promise<() => void>;
  onStorageChanged(hear: (state: StorageState) => void): Promise<() => void>;
  onSessionChanged(hear: (state: SessionState) => void): Promise<() => void>;
  /** There is a new reading to look at; its request answers once it is written, too. */
  onInventoryRead(hear: (nothing: null) => void): Promise<() => void>;
  onReadingProgress(hear: (progress: ReadingProgress) => void): Promise<() => void>;
  onBulkProgress(hear: (progress: BulkProgress) => void): Promise<() => void>;
  onLeaseEnded(hear: (end: LeaseEnd) => void): Promise<() => void>;
  /** The key of a page that is gone came after it had gone. */
  onKeyAbandoned(hear: (key: AbandonedKey) => void): Promise<() => void>;
  /** Files of the desktop are dragged over the window. */
  onFilesOver(hear: (drag: { paths: string[] }) => void): Promise<() => void>;
  /** They are not over it any more. */
  onFilesLeft(hear: (nothing: null) => void): Promise<() => void>;
  /** They were dropped on it. */
  onFilesDropped(hear: (drag: { paths: string[] }) => void): Promise<() => void>;
  onCloseRequested(hear: (reason: CloseRequested) => void): Promise<() => void>;
}

/**
 * What a command rejected with: the error that its declaration names. Anything else is a fault of the app
 * itself, and travels on.
 */
export function rejection<Command extends keyof CommandErrors>(reason: unknown): CommandErrors[Command] {
  if (typeof reason === 'object' && reason !== null && 'code' in reason) return reason as CommandErrors[Command];
  throw reason;
}
