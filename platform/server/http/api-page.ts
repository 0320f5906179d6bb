import { openApiDocument } from './openapi.ts';
import type { ServedRoute } from './serve.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const schemaOf = (title: string, schema: unknown): string =>
  schema === undefined
    ? ''
    : `<details><summary>${title}</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;

const section = (route: ServedRoute, operations: Record<string, unknown>): string => {
  const operation = operations[route.spec.method.toLowerCase()];
  const id = `${route.spec.method.toLowerCase()}${route.spec.path}`.replaceAll(/[^\w]+/g, '-');
  return `<section id="${id}"><h3><b class="m ${route.spec.method}">${route.spec.method}</b> <code>${escape(route.spec.path)}</code></h3>
<p>${escape(route.spec.summary)} <span class="a">${escape(route.access)}</span></p>${schemaOf('parameters, body, replies', operation)}</section>`;
};

/** Where the `type` of a problem document leads. */
const codes = (problems: ReadonlyMap<string, string>): string =>
  `<h2>problem codes</h2><dl>${[...problems]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([code, sentence]) => `<dt id="${escape(code)}"><code>${escape(code)}</code></dt><dd>${escape(sentence)}</dd>`)
    .join('\n')}</dl>`;

const style = `:root{color-scheme:light dark}body{font:14px/22px "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:960px;margin:24px auto;padding:0 16px}
h2{margin:32px 0 8px;font-size:16px}h3{margin:16px 0 0;font-size:14px;font-weight:400}p{margin:2px 0 4px}.m{display:inline-block;min-width:56px;color:#0D6A61}.a{opacity:.75;border:1px solid currentColor;border-radius:4px;padding:0 6px;font-size:12px}
pre{overflow:auto;border:1px solid #84918C66;border-radius:6px;padding:8px;font-size:12px;line-height:18px}@media(prefers-color-scheme:dark){body{background:#0E1312;color:#E5ECE9}.m{color:#56C2B3}a{color:#56C2B3}}`;

/** The OpenAPI document for people: plain HTML without a script, so that it needs nothing from anywhere. */
export const apiPage = (
  routes: readonly ServedRoute[],
  version: string,
  problems: ReadonlyMap<string, string>,
): string => {
  const paths = openApiDocument(routes, version)['paths'];
  const groups = new Map<string, ServedRoute[]>();
  for (const route of [...routes].sort((a, b) => a.spec.path.localeCompare(b.spec.path))) {
    const tag = route.spec.path.split('/')[2] ?? route.spec.path;
    groups.set(tag, [...(groups.get(tag) ?? []), route]);
  }
  const operationsOf = (path: string): Record<string, unknown> => {
    if (typeof paths !== 'object' || paths === null) return {};
    const found: unknown = Object.entries(paths).find(([key]) => key === path)?.[1];
    return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {};
  };
  const body = [...groups].map(
    ([tag, list]) =>
      `<h2>${escape(tag)}</h2>${list.map((route) => section(route, operationsOf(route.spec.path))).join('\n')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Huiyin API</title><style>${style}</style></head>
<body><h1>Huiyin API ${escape(version)}</h1><p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Sign in with <code>POST /api/session</code>, or send <code>Authorization: Bearer …</code>.</p>${body.join('\n')}${codes(problems)}</body></html>`;
};
