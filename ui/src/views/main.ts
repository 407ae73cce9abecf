import { mount } from 'svelte';
import { tauri } from '../backend/tauri';
import { apply } from '../shared/appearance';
import { zoomable } from '../shared/zoom';
import '../shared/theme.css';
import App from './App.svelte';

const settings = await tauri.settings();
apply(settings.appearance);
mount(App, { target: document.body, props: { backend: tauri, settings } });
zoomable(tauri);
await tauri.pageReady();
