import type { App } from '#platform/server/app.ts';
import { openSignedId, signId } from '#platform/server/crypto/tokens.ts';

const purpose = 'survey';

export const surveyToken = (app: Pick<App, 'secret'>, surveyId: string): string =>
  signId(app.secret, purpose, surveyId);

export const surveyUrl = (app: Pick<App, 'secret' | 'publicUrl'>, surveyId: string): string =>
  `${app.publicUrl()}/s/${surveyToken(app, surveyId)}`;

export const openSurveyToken = (app: Pick<App, 'secret'>, token: string): string | null =>
  openSignedId(app.secret, purpose, token);
