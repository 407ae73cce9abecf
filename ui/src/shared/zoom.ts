import type { Backend } from '../backend/backend';
import type { ZoomStep } from '../backend/bindings/ZoomStep';

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const STEPS: Record<string, ZoomStep> = { '+': 'in', '=': 'in', '-': 'out', '−': 'out', _: 'out', '0': 'reset' };

/** What a key press asks for: as browsers have it. */
export function zoomOf(event: Press): ZoomStep | null {
  if (event.ctrlKey === event.metaKey || event.altKey) return null;
  return STEPS[event.key] ?? null;
}

/** Hears the keys of a window, also from its fields. */
export function zoomable(backend: Backend): void {
  window.addEventListener('keydown', (event) => {
    const step = zoomOf(event);
    if (!step) return;
    event.preventDefault();
    void backend.zoom(step);
  });
}
