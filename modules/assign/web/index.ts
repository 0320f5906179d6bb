import type { WebModule } from '#platform/web/module.ts';

const assignWeb: WebModule = { name: 'assign', routes: [] };

export default assignWeb;
