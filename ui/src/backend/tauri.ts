import { listen } from '@tauri-apps/api/event';
import type { Backend } from './backend';
import { commands } from './bindings/commands';

const on =
  <T>(event: string) =>
  (hear: (payload: T) => void) =>
    listen<T>(event, ({ payload }) => hear(payload));

export const tauri: Backend = {
  ...commands,
  onLockChanged: on('lock-changed'),
  onLockWanted: on('lock-wanted'),
  onStorageChanged: on('keeping-changed'),
  onSessionChanged: on('session-changed'),
  onInventoryRead: on('inventory-read'),
  onReadingProgress: on('reading-progress'),
  onBulkProgress: on('bulk-progress'),
  onLeaseEnded: on('clipboard-lease'),
  onKeyAbandoned: on('key-abandoned'),
  // Tauri's own, of the window that the page is in.
  onFilesOver: on('tauri://drag-enter'),
  onFilesLeft: on('tauri://drag-leave'),
  onFilesDropped: on('tauri://drag-drop'),
  onCloseRequested: on('close-requested'),
};
