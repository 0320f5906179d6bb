import { z } from 'zod';

const usage = z.object({ prompt_tokens: z.int().min(0).catch(0), completion_tokens: z.int().min(0).catch(0) });

/** What an OpenAI-compatible server answers; everything but the text may be missing. */
const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: usage.nullish(),
});

export type Tokens = { readonly input: number; readonly output: number };

export type AnswerFault = 'bad_json' | 'wrong_schema' | 'refused' | 'cut_off';
export type ReadAnswer<Value> =
  | { readonly ok: true; readonly value: Value; readonly tokens: Tokens; readonly text: string }
  | { readonly ok: false; readonly fault: AnswerFault; readonly tokens: Tokens; readonly text: string };

const parse = (text: string): unknown => {
  try {
    const read: unknown = JSON.parse(text);
    return read;
  } catch {
    return undefined;
  }
};

/** Models like to wrap JSON in a code fence, or to think aloud before it. */
const jsonIn = (text: string): unknown => {
  const plain = text.replace(/<think>[\s\S]*?<\/think>/g, '').trim();
  const fenced = /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(plain)?.[1] ?? plain;
  return parse(fenced) ?? parse(fenced.slice(fenced.indexOf('{'), fenced.lastIndexOf('}') + 1));
};

const nothing: Tokens = { input: 0, output: 0 };

/** The value in the body of an answer, checked against what was asked for. */
export const readAnswer = <Value>(body: string, schema: z.ZodType<Value>): ReadAnswer<Value> => {
  const read = completion.safeParse(parse(body));
  const choice = read.data?.choices[0];
  if (!read.success || !choice) return { ok: false, fault: 'bad_json', tokens: nothing, text: body };
  const spent = read.data.usage;
  const tokens = spent ? { input: spent.prompt_tokens, output: spent.completion_tokens } : nothing;
  const text = choice.message.content ?? '';
  const fail = (fault: AnswerFault): ReadAnswer<Value> => ({ ok: false, fault, tokens, text });
  if (typeof choice.message.refusal === 'string' && choice.message.refusal !== '')
    return { ok: false, fault: 'refused', tokens, text: choice.message.refusal };
  if (choice.finish_reason === 'content_filter') return fail('refused');
  const value = jsonIn(text);
  if (value === undefined) return fail(choice.finish_reason === 'length' ? 'cut_off' : 'bad_json');
  const checked = schema.safeParse(value);
  return checked.success ? { ok: true, value: checked.data, tokens, text } : fail('wrong_schema');
};
