import { z } from 'zod';
import companyJson from './company.json' with { type: 'json' };
import customersJson from './customers.json' with { type: 'json' };
import macrosJson from './macros.json' with { type: 'json' };
import storiesInstall from './stories-install.json' with { type: 'json' };
import storiesJiading from './stories-jiading.json' with { type: 'json' };
import storiesLogistics from './stories-logistics.json' with { type: 'json' };
import storiesMisc from './stories-misc.json' with { type: 'json' };
import storiesPrice from './stories-price.json' with { type: 'json' };
import storiesQuality from './stories-quality.json' with { type: 'json' };
import storiesRefund from './stories-refund.json' with { type: 'json' };
import storiesVoices from './stories-voices.json' with { type: 'json' };

const code = z.string().regex(/^[a-z][a-z0-9.-]*$/);
const named = { code, zh: z.string().min(1), en: z.string().min(1) };
const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const kind = z.enum(['complaint', 'suggestion', 'inquiry', 'praise']);
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const rating = z.int().min(1).max(5);

const demoCompanySchema = z.strictObject({
  name: bilingual,
  timezone: z.literal('Asia/Shanghai'),
  regions: z.array(z.strictObject(named)),
  /** Parents stand before their children, so a loader can create them in file order. */
  departments: z.array(z.strictObject({ ...named, parent: code.nullable(), regions: z.array(code) })),
  outlets: z.array(z.strictObject({ ...named, region: code, city: z.string() })),
  people: z.array(
    z.strictObject({
      username: z.string().regex(/^[a-z]+$/),
      name: z.string().min(2),
      role: z.enum(['admin', 'supervisor', 'agent', 'handler', 'auditor']),
      department: code,
      region: code.nullable(),
      capacity: z.int().min(0),
      title: z.string().min(1),
    }),
  ),
  categories: z.array(
    z.strictObject({
      ...named,
      parent: code.nullable(),
      department: code,
      color: z.int().min(1).max(7),
    }),
  ),
  /** In the order they are tried: the first that matches decides. A null leaves that facet to later rules. */
  rules: z.array(
    z.strictObject({
      ...named,
      keywords: z.array(z.string().min(1)).min(1),
      kind: kind.nullable(),
      category: code.nullable(),
      level,
      department: code,
    }),
  ),
  replyTemplates: z.array(z.strictObject({ code, category: code.nullable(), title: bilingual, body: bilingual })),
  noticeTemplates: z.array(z.strictObject({ code, subject: bilingual, body: bilingual })),
});

/** Steps as a macro has them, but places and templates under their codes here. */
const demoMacroSchema = z.strictObject({
  name: z.string().min(1),
  nameEn: z.string().min(1),
  categories: z.array(code),
  steps: z.array(z.looseObject({ type: z.string(), department: code.optional(), template: code.optional() })).min(1),
});

const demoCustomerSchema = z.strictObject({
  id: z.string().regex(/^c\d{3}$/),
  name: z.string().min(2),
  salutation: z.string().min(2),
  phone: z.string().regex(/^13[89]0000\d{4}$/),
  email: z.string().regex(/^[a-z.]+@example\.com$/),
  tier: z.enum(['普通', '银卡', '金卡']),
  city: z.string().min(2),
  region: code,
  language: z.enum(['zh-CN', 'en']),
});

const author = z.enum(['agent', 'customer', 'note']);

const demoStorySchema = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d{3}$/),
  kind,
  category: code,
  level,
  channel: z.enum([
    ...(['form', 'app', 'email', 'wechat', 'weibo', 'douyin'] as const),
    ...(['phone', 'chat', 'walk-in', 'kiosk', 'review'] as const),
  ]),
  subject: z.string().min(2).max(80),
  content: z.string().min(4),
  /** Null: the writer left no contact. */
  customer: z.string().nullable(),
  region: code,
  outlet: code.optional(),
  orderNumber: z
    .string()
    .regex(/^YL2026\d{8}$/)
    .optional(),
  daysAgo: z.int().min(0).max(90),
  hour: z.int().min(0).max(23),
  minute: z.int().min(0).max(59),
  outcome: z.enum([
    ...(['open-new', 'open-verifying', 'open-resolving', 'open-replying', 'awaiting'] as const),
    ...(['closed', 'archived', 'declined', 'spam', 'reopened-open', 'reopened-closed'] as const),
  ]),
  /** Minutes after the ticket arrived, ascending. The last agent entry of a solved ticket is the solution. */
  thread: z.array(z.strictObject({ by: author, text: z.string().min(1), afterMinutes: z.number().min(0) })),
  firstResponseMinutes: z.number().min(0).optional(),
  resolutionHours: z.number().min(0).optional(),
  /** Of the first solution; finalRating follows the second one of a reopened ticket. */
  rating: rating.optional(),
  ratingComment: z.string().optional(),
  finalRating: rating.optional(),
  /** Hours after the first solution: what happened once the ticket was open again. */
  followUps: z.array(z.strictObject({ by: author, text: z.string().min(1), afterHours: z.number().min(0) })).optional(),
  duplicateOf: z.string().optional(),
});

export type DemoCompany = z.infer<typeof demoCompanySchema>;
export type DemoMacro = z.output<typeof demoMacroSchema>;
export type DemoCustomer = z.infer<typeof demoCustomerSchema>;
export type DemoStory = z.infer<typeof demoStorySchema>;

export const demoCompany: DemoCompany = demoCompanySchema.parse(companyJson);
export const demoMacros: DemoMacro[] = z.array(demoMacroSchema).parse(macrosJson);
export const demoCustomers: DemoCustomer[] = z.array(demoCustomerSchema).parse(customersJson);
export const demoStories: DemoStory[] = z
  .array(demoStorySchema)
  .parse([
    ...[storiesInstall, storiesJiading, storiesLogistics, storiesMisc].flat(),
    ...[storiesPrice, storiesQuality, storiesRefund, storiesVoices].flat(),
  ]);
