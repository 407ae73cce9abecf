import type { ExportError } from '../backend/bindings/ExportError';
import type { ExportFormat } from '../backend/bindings/ExportFormat';
import type { Message } from '../shared/failure';

export const FORMATS: { format: ExportFormat; word: string; use: string }[] = [
  { format: 'csv', word: 'CSV', use: 'for a spreadsheet' },
  { format: 'json', word: 'JSON', use: 'for a program' },
  { format: 'html', word: 'HTML', use: 'to print' },
];

/** Why there is no file. */
export function exportMessage(error: ExportError): Message {
  switch (error.code) {
    case 'notRead':
      return { title: 'There is nothing to export yet', detail: 'No key has been read. Refresh, then export again.' };
    case 'nothingIsKept':
      return {
        title: 'Nothing is kept on this computer right now',
        detail: 'Without it no change is known, and no file was written. The line below the title says why.',
      };
    case 'noFolder':
      return {
        title: 'There is no folder for downloads',
        detail: 'No file was written. Make a folder “Downloads” in your home, then export again.',
      };
    case 'notWritten':
      return {
        title: 'The file could not be written',
        detail: 'There is no half of it either. Check the free space of the disk and whether you may write to your downloads.',
      };
  }
}
