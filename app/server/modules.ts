import { approvalModule } from '#modules/approval/server/index.ts';
import { archiveModule } from '#modules/archive/server/index.ts';
import { assignModule } from '#modules/assign/server/index.ts';
import { channelModule } from '#modules/channel/server/index.ts';
import { classifyModule } from '#modules/classify/server/index.ts';
import { collectModule } from '#modules/collect/server/index.ts';
import { customerModule } from '#modules/customer/server/index.ts';
import { followUpModule } from '#modules/follow-up/server/index.ts';
import { insightModule } from '#modules/insight/server/index.ts';
import { knowledgeModule } from '#modules/knowledge/server/index.ts';
import { resolveModule } from '#modules/resolve/server/index.ts';
import { slaModule } from '#modules/sla/server/index.ts';
import { authenticate, staffModule } from '#modules/staff/server/index.ts';
import { ticketModule } from '#modules/ticket/server/index.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { platformModule } from '#platform/server/platform-module.ts';

export { authenticate };

/** Every module of the server, in the order in which a complaint meets them. */
export const serverModules: readonly ServerModule[] = [
  platformModule,
  staffModule,
  customerModule,
  channelModule,
  knowledgeModule,
  approvalModule,
  ticketModule,
  slaModule,
  collectModule,
  classifyModule,
  assignModule,
  resolveModule,
  followUpModule,
  archiveModule,
  insightModule,
];
