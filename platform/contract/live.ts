import { z } from 'zod';
import { defineRoute } from './route.ts';

export const liveMessageSchema = z.object({ topic: z.string(), ids: z.array(z.string()) });

/** Server-sent events: one JSON `{topic, ids}` a message; what changed, never its content. */
export const watchLive = defineRoute({
  method: 'GET',
  path: '/api/live',
  summary: 'What changed, as it changes (server-sent events)',
  reply: liveMessageSchema,
  produces: 'text/event-stream',
});
