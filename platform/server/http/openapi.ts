import { z } from 'zod';
import { problemSchema } from '#platform/contract/problem.ts';
import type { ServedRoute } from './serve.ts';

type Json = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return rest;
};

const parameters = (schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] => {
  if (!(schema instanceof z.ZodObject)) return [];
  const required = new Set(
    Object.entries(schema.shape).flatMap(([name, part]) =>
      part instanceof z.ZodType && !part.safeParse(undefined).success ? [name] : [],
    ),
  );
  return Object.entries(schema.shape).flatMap(([name, part]) =>
    part instanceof z.ZodType
      ? [{ name, in: place, required: place === 'path' || required.has(name), schema: jsonSchema(part, 'input') }]
      : [],
  );
};

const bodyOf = (route: ServedRoute): Json => {
  const { spec } = route;
  if (spec.consumes === 'multipart')
    return {
      requestBody: {
        content: { 'multipart/form-data': { schema: spec.body ? jsonSchema(spec.body, 'input') : { type: 'object' } } },
      },
    };
  if (spec.consumes === 'binary') return { requestBody: { content: { 'application/octet-stream': {} } } };
  return spec.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(spec.body, 'input') } } } }
    : {};
};

const successOf = ({ spec }: ServedRoute): Json => {
  if (spec.produces !== undefined) return { '200': { description: 'OK', content: { [spec.produces]: {} } } };
  const empty = spec.reply instanceof z.ZodUndefined || spec.reply instanceof z.ZodVoid;
  const status = spec.status ?? (empty ? 204 : 200);
  return {
    [status]: {
      description: 'OK',
      ...(empty ? {} : { content: { 'application/json': { schema: jsonSchema(spec.reply, 'output') } } }),
    },
  };
};

const operation = (route: ServedRoute): Json => ({
  summary: route.spec.summary,
  tags: [route.spec.path.split('/')[2] ?? 'api'],
  ...(route.access === 'public'
    ? { security: [] }
    : { security: [{ bearer: [] }, { cookie: [] }], 'x-permission': route.access }),
  parameters: [...parameters(route.spec.params, 'path'), ...parameters(route.spec.query, 'query')],
  ...bodyOf(route),
  responses: {
    ...successOf(route),
    default: {
      description: 'Refused (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
});

/** OpenAPI 3.1 made from the routes that are really served. docs/openapi.json is its committed copy, compared by `npm run check`. */
export const openApiDocument = (routes: readonly ServedRoute[], version: string): Json => {
  const paths: Record<string, Json> = {};
  for (const route of [...routes].sort((a, b) => a.spec.path.localeCompare(b.spec.path))) {
    const at = (paths[route.spec.path] ??= {});
    at[route.spec.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Huiyin', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'huiyin_session' },
      },
    },
  };
};
