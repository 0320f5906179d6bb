import type { App } from '#platform/server/app.ts';
import { openSignedId, signId } from '#platform/server/crypto/tokens.ts';

const purpose = 'tracking';

/** The token alone opens the case on the tracking page; the number alone opens nothing. */
export const trackingToken = (app: Pick<App, 'secret'>, ticketId: string): string =>
  signId(app.secret, purpose, ticketId);

export const trackingUrl = (app: Pick<App, 'secret' | 'publicUrl'>, ticketId: string): string =>
  `${app.publicUrl()}/t/${trackingToken(app, ticketId)}`;

export const openTrackingToken = (app: Pick<App, 'secret'>, token: string): string | null =>
  openSignedId(app.secret, purpose, token);
