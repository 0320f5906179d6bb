/**
 * The floors of Huiyin in reading order: the table of contents and the import rule in one.
 *
 * Import downwards (app -> oversight -> pipeline -> records -> platform), through a front door, and never sideways
 * inside pipeline or oversight. Records are ordered: each may use those before it. `.dependency-cruiser.cjs` makes
 * the rules from this list; a folder under modules/ that is missing here stops `npm run check`.
 *
 * A name stands here before its folder does: a module that has nothing yet is not created empty.
 */
const floors = [
  {
    name: 'records',
    purpose: 'the nouns, in order',
    inside: 'earlier',
    modules: [
      {
        name: 'staff',
        purpose: 'people who work here: departments, business lines, regions, outlets, roles, presence',
      },
      { name: 'customer', purpose: 'who speaks to us: identities across channels, merge, consent, tier, tags' },
      { name: 'channel', purpose: 'the wires: channel accounts and adapters, outbox, delivery receipts, health' },
      { name: 'knowledge', purpose: 'articles, reply templates, SOP guides, texts of macros' },
      { name: 'approval', purpose: 'approval flows for anything: levels, N of M, delegate, urge' },
      { name: 'ticket', purpose: 'the case: number, messages, timeline, state machine, links, tasks, views' },
      { name: 'sla', purpose: 'promises: policies, working calendar, clocks, warnings, breaches, escalation' },
    ],
  },
  {
    name: 'pipeline',
    purpose: 'the verbs',
    inside: 'never',
    modules: [
      {
        name: 'collect',
        purpose: 'ways in: form, API, import, phone note -> one normalised feedback; spam, duplicates',
      },
      { name: 'classify', purpose: 'kind, category, level, sentiment, entities; rules first, human last' },
      { name: 'assign', purpose: 'routing by duty, region, business line, load; claim; transfer; bounce count' },
      { name: 'resolve', purpose: 'reply, guide, tasks across departments, compensation, responsibility' },
      { name: 'follow-up', purpose: 'progress notices, survey, call-back, reopening, promise check' },
      { name: 'archive', purpose: 'closing file, search over everything, retention, legal hold, purge' },
    ],
  },
  {
    name: 'oversight',
    purpose: 'reads all, owns little',
    inside: 'never',
    modules: [
      { name: 'insight', purpose: 'live board, trends, hot topics, prediction, alerts, reports' },
      { name: 'improve', purpose: 'root cause, CAPA, PDCA, monthly review, quality cases' },
      { name: 'engage', purpose: 'contributors, points, customer events, suggestion board' },
      { name: 'comply', purpose: 'audit chain, masking and reveal, approved export, subject requests' },
      { name: 'connect', purpose: 'webhooks, API tokens, connectors to CRM / ERP / OA, views for BI' },
    ],
  },
];

/** What another module, or the app, may import of a module. */
const frontDoors = ['contract.ts', 'server/index.ts', 'web/index.ts'];

/** The one file that may enter `publicPages`: customers get these pages without the workbench, each as a chunk of its own. */
const publicEntry = 'app/web/public.tsx';
const publicPages = [
  'modules/collect/web/public-form-page.tsx',
  'modules/follow-up/web/tracking-page.tsx',
  'modules/follow-up/web/survey-page.tsx',
];

/** Folders at the root that hold code beside the floors; nothing in the product imports them. */
const aroundTheProduct = ['checks', 'test', 'e2e', 'sim', 'bench'];

const moduleNames = floors.flatMap((floor) => floor.modules.map((each) => each.name));

/** The modules that `name` may import: everything on lower floors, and earlier neighbours where the floor allows it. */
function modulesBelow(name) {
  const below = [];
  for (const floor of floors) {
    const names = floor.modules.map((each) => each.name);
    const place = names.indexOf(name);
    if (place >= 0) return floor.inside === 'earlier' ? [...below, ...names.slice(0, place)] : below;
    below.push(...names);
  }
  return below;
}

const below = Object.fromEntries(moduleNames.map((name) => [name, modulesBelow(name)]));

module.exports = { floors, frontDoors, publicEntry, publicPages, aroundTheProduct, moduleNames, below };
