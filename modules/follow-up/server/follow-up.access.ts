import { livesOnIn, openTrackingToken, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { surveyById, type SurveyRow } from './follow-up.queries.ts';
import { openSurveyToken } from './survey-link.ts';

/** Strangers, forged links and links of another instance all get the same answer. */
const noCase = () => notFound('case');

const ticketOf = async (tx: Tx, id: string): Promise<TicketRow> => {
  const [ticket] = await ticketsByIds(tx, [id]);
  if (!ticket) throw noCase();
  return ticket;
};

/** The case behind a tracking link (reach `all`: the link decides). */
export const accessByTrackingToken = async (tx: Tx, app: App, token: string): Promise<TicketRow> => {
  const id = openTrackingToken(app, token);
  if (id === null) throw noCase();
  // What was merged lives on elsewhere, and so does what its customer says.
  return ticketOf(tx, await livesOnIn(tx, id));
};

export const accessSurvey = async (
  tx: Tx,
  app: App,
  token: string,
  lock = false,
): Promise<{ survey: SurveyRow; ticket: TicketRow }> => {
  const id = openSurveyToken(app, token);
  const survey = id === null ? null : await surveyById(tx, id, lock);
  if (!survey) throw noCase();
  return { survey, ticket: await ticketOf(tx, survey.ticketId) };
};
