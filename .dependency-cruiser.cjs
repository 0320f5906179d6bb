const { aroundTheProduct, below, frontDoors, moduleNames, publicEntry, publicPages } = require('./module-order.cjs');

const anyOf = (names) => `(?:${names.join('|')})`;
const escaped = (path) => path.replaceAll('.', '\\.');

const doors = `^modules/[^/]+/${anyOf(frontDoors.map(escaped))}$`;
const zod = 'node_modules/zod/';
// Tests stand beside the source and may open other rooms to set a scene; everything else keeps the rules.
const tests = ['\\.(?:test|fixture|e2e)\\.tsx?$', `^${anyOf(aroundTheProduct)}/`];
// Runs in Node while the web is built, so it belongs to neither side of the wire.
const webBuild = '^app/web/vite\\.config\\.ts$';

const ruleOf = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const orderRules = moduleNames.map((name) =>
  ruleOf(
    `order-${name}`,
    `${name} imports only what stands below it: ${below[name].join(', ') || 'no other module'}`,
    { path: `^modules/${name}/`, pathNot: tests },
    { path: '^modules/', pathNot: `^modules/${anyOf([name, ...below[name]])}/` },
  ),
);

const floorRules = [
  ruleOf(
    'platform-is-lowest',
    'platform knows no business word: it never imports modules/ or app/',
    { path: '^platform/', pathNot: tests },
    { path: '^(?:modules|app)/' },
  ),
  ruleOf('app-is-highest', 'a module never imports app/', { path: '^modules/', pathNot: tests }, { path: '^app/' }),
  ruleOf(
    'front-door-between-modules',
    `another module is entered through ${frontDoors.join(', ')}`,
    { path: '^modules/([^/]+)/', pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', doors] },
  ),
  ruleOf(
    'front-door-from-app',
    `app enters a module through ${frontDoors.join(', ')}`,
    { path: '^app/', pathNot: tests },
    { path: '^modules/', pathNot: doors },
  ),
  ruleOf(
    'product-never-imports-tests',
    `the product never imports ${aroundTheProduct.join('/, ')}/ or a test`,
    { path: '^(?:app|platform|modules)/', pathNot: tests },
    { path: tests },
  ),
];

/** A contract of many routes is laid out in parts, which `contract.ts` gives out again. */
const contracts = ['^modules/[^/]+/contract\\.ts$', '^modules/[^/]+/contract/[^/]+\\.ts$'];

const sideRules = [
  ruleOf(
    'web-never-imports-server',
    'what runs in the browser never imports server files or Node itself; the contract is what both share',
    { path: '^(?:app|platform|modules/[^/]+)/web/', pathNot: [...tests, webBuild] },
    { path: '^(?:app|platform|modules/[^/]+)/server/' },
  ),
  ruleOf(
    'web-never-imports-node',
    'the browser has no Node modules',
    { path: '^(?:app|platform|modules/[^/]+)/web/', pathNot: [...tests, webBuild] },
    { dependencyTypes: ['core'] },
  ),
  ruleOf(
    'server-never-imports-web',
    'the server never imports web files',
    { path: '^(?:app|platform|modules/[^/]+)/server/', pathNot: tests },
    { path: '^(?:app|platform|modules/[^/]+)/web/' },
  ),
  ruleOf(
    'contract-is-pure',
    'a contract, whole or in parts, imports zod, platform/contract and contracts of lower modules, nothing else',
    { path: contracts, pathNot: tests },
    { pathNot: [zod, '^platform/contract/', ...contracts] },
  ),
  ruleOf(
    'platform-contract-is-pure',
    'platform/contract imports zod and itself, nothing else',
    { path: '^platform/contract/', pathNot: tests },
    { pathNot: [zod, '^platform/contract/'] },
  ),
];

const graphRules = [
  ruleOf('no-circle', 'no import circles, types included', {}, { circular: true }),
  ruleOf('resolvable', 'every import leads to a file or an installed package', {}, { couldNotResolve: true }),
  ruleOf(
    'declared-packages',
    'a package that is imported stands in package.json',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  {
    name: 'public-pages-without-antd',
    severity: 'error',
    comment: 'public pages are small, fast and strictly accessible: antd is never reachable from them',
    from: { path: `^${anyOf([publicEntry, ...publicPages].map(escaped))}$` },
    to: { path: 'node_modules/antd/', reachable: true },
  },
];

module.exports = {
  forbidden: [...orderRules, ...floorRules, ...sideRules, ...graphRules],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|coverage)/' },
    preserveSymlinks: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.cjs', '.mjs', '.json', '.css'],
    },
  },
};
