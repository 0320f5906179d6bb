import { z } from 'zod';
import type { Caller } from '#test/app.ts';
import { macroPreview, macroRoutes, macroSchema, type Macro } from '../../contract.ts';

export const writeMacro = async (by: Caller, macro: object): Promise<Macro> => {
  const made = await by('POST', '/api/macros', { name: '致歉并转待确认', scope: 'all', ...macro });
  if (made.status !== 201) throw new Error(made.text);
  return macroSchema.parse(made.body);
};

export const tryMacro = async (by: Caller, number: string, given: object) => {
  const answer = await by('POST', '/api/macros/preview', { number, ...given });
  if (answer.status !== 200) throw new Error(answer.text);
  return macroPreview.parse(answer.body);
};

export const applyIt = async (by: Caller, id: string, body: object) => {
  const answer = await by('POST', `/api/macros/${id}/apply`, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return macroRoutes.apply.reply.parse(answer.body);
};

const listed = z.object({ items: z.array(macroSchema) });
export const macrosOf = async (by: Caller, query = ''): Promise<Macro[]> =>
  listed.parse((await by('GET', `/api/macros${query}`)).body).items;
