import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { openTicketByStaff, readPublicForm, submitPublicFeedback, uploadPublicAttachment } from '../contract.ts';
import { checkFormFields, readForm } from './public-form.ts';
import { intakeWriter, submitFeedback, toSubmission } from './submit-feedback.ts';
import { receiveAttachment } from './receive-attachment.ts';

export { submitFeedback, submitSet, toSubmission, type Voice, type Outcome } from './submit-feedback.ts';

const keyHeader = z.string().min(1).max(200).optional();

const idempotencyKey = (header: unknown): string | undefined => {
  const read = keyHeader.safeParse(header);
  if (!read.success) throw new Problem('collect.key_form', 400);
  return read.data;
};

const perMinute = (app: App): number => app.config.publicRatePerMinute;

export const collectModule: ServerModule = {
  name: 'collect',
  permissions: ['ticket.create', 'import.run'],
  routes: [
    serve(
      submitPublicFeedback,
      'public',
      async ({ app, actor, body, request }) => {
        if (body.form !== undefined) checkFormFields(app, await readForm(app, body.form), body, actor.locale);
        return submitFeedback(
          app,
          toSubmission(app, body, 'public', idempotencyKey(request.headers['idempotency-key'])),
        );
      },
      { perMinute },
    ),
    serve(uploadPublicAttachment, 'public', ({ app, request }) => receiveAttachment(app, request), { perMinute }),
    serve(readPublicForm, 'public', ({ app, params }) => readForm(app, params.key)),
    serve(openTicketByStaff, 'ticket.create', ({ app, actor, body, request }) => {
      const { occurredAt, ...feedback } = body;
      const voice = {
        ...feedback,
        ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt) }),
        ...(actor.id === null ? {} : { createdBy: { id: actor.id, name: actor.name } }),
      };
      return submitFeedback(
        app,
        toSubmission(app, voice, `person ${actor.id}`, idempotencyKey(request.headers['idempotency-key'])),
      );
    }),
  ],
  async stop(app) {
    await intakeWriter(app).close();
  },
};
