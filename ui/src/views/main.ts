import { mount } from 'svelte';
import { tauri } from '../backend/tauri';
import { apply } from '../shared/appearance';
import '../shared/theme.css';
import App from './App.svelte';

const settings = await tauri.settings();
apply(settings.appearance);
mount(App, { target: document.body, props: { backend: tauri, settings } });
await tauri.pageReady();
