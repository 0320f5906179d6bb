import { maskInText } from '#platform/server/text/mask.ts';
import { formatTicketNumber } from '#modules/ticket/server/index.ts';
import salutations from './salutations.json' with { type: 'json' };

/** A salutation with a name before the first comma is another customer's. */
const greetings = salutations.map((pattern) => new RegExp(pattern, 'iu'));

/** What another customer was told, fit to be said to this one: without his name, his numbers and his ticket. */
export const cleanSolution = (body: string, customer: { name: string; number: string }): string => {
  let text = maskInText(body.trim());
  for (const greeting of greetings) text = text.replace(greeting, '');
  if ([...customer.name].length > 1) text = text.replaceAll(customer.name, '');
  return text
    .replaceAll(formatTicketNumber(customer.number), '')
    .replaceAll(customer.number, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
};
