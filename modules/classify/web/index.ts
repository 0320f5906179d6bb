import type { WebModule } from '#platform/web/module.ts';

const classifyWeb: WebModule = { name: 'classify', routes: [] };

export default classifyWeb;
