import { z } from 'zod';
import { readPublicFields, readStaffFields } from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import {
  cancelImport,
  downloadImportProblems,
  listImports,
  openTicketByStaff,
  readImport,
  readPublicForm,
  startImport,
  submitPublicFeedback,
  uploadImport,
  uploadPublicAttachment,
} from '../contract.ts';
import './erase.queries.ts';
import { followParents } from './batch-events/follow-parents.ts';
import { batchLive, batchRoutes } from './batch-events/routes.ts';
import { batchRunJob } from './batch-events/run-batch.job.ts';
import { promiseBurstLook, watchBurstsJob } from './batch-events/watch-bursts.job.ts';
import { findNear } from './duplicates/find-near.ts';
import { pruneSketchesJob } from './duplicates/prune-sketches.job.ts';
import { importJob } from './import.job.ts';
import { checkFormFields, readForm } from './public-form.ts';
import { intakeWriter, submitFeedback, toSubmission } from './submit-feedback.ts';
import { receiveAttachment } from './receive-attachment.ts';
import { cancelRun, pageOfRuns, readRun, receiveImport, sendProblems, startRun } from './serve-import.ts';

export { importFromPath } from './import-from-path.ts';
export { submitFeedback, submitSet, toSubmission, type Voice, type Outcome } from './submit-feedback.ts';

const keyHeader = z.string().min(1).max(200).optional();

const idempotencyKey = (header: unknown): string | undefined => {
  const read = keyHeader.safeParse(header);
  if (!read.success) throw new Problem('collect.key_form', 400);
  return read.data;
};

/** The language a sender asks for; a program that asks for none has said nothing about the customer it writes for. */
const askedLocale = (header: string | undefined, locale: Locale): Locale | undefined =>
  /(?:^|[\s,])(?:zh|en)/i.test(header ?? '') ? locale : undefined;

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
        const fields = readPublicFields(app, actor.locale, body.fields, body.form !== undefined);
        const locale = body.locale ?? askedLocale(request.headers['accept-language'], actor.locale);
        const voice = { ...body, locale, ...(fields === undefined ? {} : { fields }) };
        return submitFeedback(
          app,
          toSubmission(app, voice, 'public', idempotencyKey(request.headers['idempotency-key'])),
        );
      },
      { perMinute },
    ),
    serve(uploadPublicAttachment, 'public', ({ app, request }) => receiveAttachment(app, request), { perMinute }),
    serve(readPublicForm, 'public', ({ app, params }) => readForm(app, params.key)),
    serve(openTicketByStaff, 'ticket.create', async ({ app, actor, body, request }) => {
      const { occurredAt, ...feedback } = body;
      const fields = await readStaffFields(app, actor, body.fields);
      const voice = {
        ...feedback,
        ...(fields === undefined ? {} : { fields }),
        ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt) }),
        ...(actor.id === null ? {} : { createdBy: { id: actor.id, name: actor.name } }),
      };
      return submitFeedback(
        app,
        toSubmission(app, voice, `person ${actor.id}`, idempotencyKey(request.headers['idempotency-key'])),
      );
    }),
    serve(uploadImport, 'import.run', ({ app, actor, request }) => receiveImport(app, actor, request)),
    serve(listImports, 'import.run', ({ app, query }) => pageOfRuns(app, query.cursor, query.limit)),
    serve(readImport, 'import.run', ({ app, params }) => readRun(app, params.id)),
    serve(startImport, 'import.run', ({ app, params, body }) => startRun(app, params.id, body.mapping)),
    serve(cancelImport, 'import.run', ({ app, params }) => cancelRun(app, params.id)),
    serve(downloadImportProblems, 'import.run', async ({ app, params, reply }) => {
      await sendProblems(app, params.id, reply);
      return '';
    }),
    ...batchRoutes,
  ],
  subscribers: [findNear, promiseBurstLook, followParents],
  jobs: [importJob, pruneSketchesJob, watchBurstsJob, batchRunJob],
  live: [batchLive],
  async stop(app) {
    await intakeWriter(app).close();
  },
};
