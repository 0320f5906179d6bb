import { z } from 'zod';

/** What goes through NOTIFY, whose payload ends at 8000 bytes: some two hundred ids. */
const signalSchema = z.object({ topic: z.string(), ids: z.array(z.string()).max(200) });
export type Signal = z.infer<typeof signalSchema>;

export const readSignal = (payload: string): Signal | undefined => {
  try {
    return signalSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
};
