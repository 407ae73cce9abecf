import { createContext } from 'svelte';
import type { AppController } from './app.svelte';

/** The main window's controller, for each component in it. */
export const [app, provideApp] = createContext<AppController>();
