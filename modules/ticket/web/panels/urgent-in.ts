import { z } from 'zod';

const triageSchema = z.object({ classify: z.object({ urgent: z.boolean() }) });

/** What `classify` found: waiting until tomorrow would make it worse. */
export const urgentIn = (triage: unknown): boolean => triageSchema.safeParse(triage).data?.classify.urgent ?? false;
