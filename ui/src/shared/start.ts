// How every window starts: it asks Rust what it starts with, mounts its page, and says that it is drawn.

import { mount, type Component } from 'svelte';
import type { Backend } from '../backend/backend';
import type { Appearance } from '../backend/bindings/Appearance';
import { apply } from './appearance';
import { zoomable } from './shortcuts';
import './tokens.css';
import './theme.css';

export async function start<Props extends Record<string, unknown>>(
  backend: Backend,
  appearance: Appearance,
  page: Component<Props>,
  props: Props,
): Promise<void> {
  apply(appearance);
  mount(page, { target: document.body, props });
  zoomable(backend);
  await backend.pageReady();
}
