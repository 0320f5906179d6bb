import type { WebModule } from '#platform/web/module.ts';

const collectWeb: WebModule = { name: 'collect', routes: [] };

export default collectWeb;
