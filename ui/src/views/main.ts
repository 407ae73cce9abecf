import { tauri } from '../backend/tauri';
import { start } from '../shared/start';
import App from './App.svelte';

const settings = await tauri.settings();
await start(tauri, settings.appearance, App, { backend: tauri, settings });
