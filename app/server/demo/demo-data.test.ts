import { describe, expect, it } from 'vitest';
import { macroPlaceholders } from '#modules/ticket/contract.ts';
import { demoCompany, demoCustomers, demoMacros, demoStories } from './demo-data.ts';
import type { DemoStory } from './demo-data.ts';
import { macroOf } from './load-company.ts';
import { storyArrivedAt } from './story-moment.ts';

const codes = (rows: { code: string }[]) => new Set(rows.map((row) => row.code));
const regions = codes(demoCompany.regions);
const departments = codes(demoCompany.departments);
const categories = codes(demoCompany.categories);
const outlets = new Map(demoCompany.outlets.map((outlet) => [outlet.code, outlet]));
const customers = new Map(demoCustomers.map((customer) => [customer.id, customer]));
const stories = new Map(demoStories.map((story) => [story.id, story]));
const finished = ['closed', 'archived', 'declined', 'reopened-closed'];
const having = (test: (story: DemoStory) => boolean) => demoStories.filter(test).length;
const textsOf = (story: DemoStory) => [
  ...[story.subject, story.content, story.ratingComment ?? ''],
  ...[...story.thread, ...(story.followUps ?? [])].map((entry) => entry.text),
];

describe('the demonstration company', () => {
  it('has every role and unique codes', () => {
    expect(new Set(demoCompany.people.map((person) => person.role)).size).toBe(5);
    for (const list of [
      demoCompany.departments,
      demoCompany.outlets,
      demoCompany.categories,
      demoCompany.rules,
      demoCompany.replyTemplates,
      demoCompany.noticeTemplates,
    ]) {
      expect(codes(list).size).toBe(list.length);
    }
    const usernames = new Set(demoCompany.people.map((person) => person.username));
    expect(usernames.size).toBe(demoCompany.people.length);
    expect(demoCompany.replyTemplates.length).toBeGreaterThanOrEqual(15);
  });

  it('refers only to what exists, parents before children', () => {
    for (const tree of [demoCompany.departments, demoCompany.categories]) {
      const seen = new Set<string>();
      for (const node of tree) {
        if (node.parent !== null) expect(seen).toContain(node.parent);
        seen.add(node.code);
      }
    }
    for (const row of [...demoCompany.people, ...demoCompany.categories, ...demoCompany.rules]) {
      expect(departments).toContain(row.department);
    }
    for (const row of [...demoCompany.rules, ...demoCompany.replyTemplates]) {
      if (row.category !== null) expect(categories).toContain(row.category);
    }
    for (const row of [...demoCompany.outlets, ...demoCompany.people, ...demoCustomers]) {
      if (row.region !== null) expect(regions).toContain(row.region);
    }
    for (const department of demoCompany.departments) {
      for (const region of department.regions) expect(regions).toContain(region);
    }
  });

  it('gives every department that receives tickets somebody who works there', () => {
    const staffed = new Set(demoCompany.people.map((person) => person.department));
    for (const category of demoCompany.categories) expect(staffed).toContain(category.department);
    for (const rule of demoCompany.rules) expect(staffed).toContain(rule.department);
  });
});

describe('the macros', () => {
  const ids = (keys: ReadonlySet<string>) =>
    new Map([...keys].map((key, at) => [key, `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`]));
  const places = { departments: ids(departments), templates: ids(codes(demoCompany.replyTemplates)) };

  it('are what their page would take, and name only what exists', () => {
    expect(new Set(demoMacros.map((macro) => macro.name)).size).toBe(demoMacros.length);
    for (const macro of demoMacros) {
      for (const category of macro.categories) expect(categories).toContain(category);
      expect(() => macroOf(macro, places), macro.name).not.toThrow();
      const asked = [...JSON.stringify(macro).matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]);
      for (const name of asked) expect(macroPlaceholders).toContain(name);
    }
  });

  it('have one for every ticket, and more for those of a category', () => {
    expect(demoMacros.some((macro) => macro.categories.length === 0)).toBe(true);
    expect(demoMacros.length).toBeGreaterThanOrEqual(5);
  });
});

describe('the customers', () => {
  it('are about 150 invented people whom nobody can be mistaken for', () => {
    expect(demoCustomers.length).toBeGreaterThanOrEqual(145);
    for (const key of ['id', 'phone', 'email'] as const) {
      expect(new Set(demoCustomers.map((customer) => customer[key])).size).toBe(demoCustomers.length);
    }
    expect(new Set(demoCustomers.map((customer) => customer.tier)).size).toBe(3);
  });
});

describe('the stories', () => {
  it('are many, distinct and refer to what exists', () => {
    expect(demoStories.length).toBeGreaterThanOrEqual(340);
    expect(stories.size).toBe(demoStories.length);
    expect(new Set(demoStories.map((story) => story.content)).size).toBe(demoStories.length);
    const replies = demoStories.flatMap((story) => story.thread.map((entry) => entry.text));
    expect(new Set(replies).size / replies.length).toBeGreaterThan(0.97);
    for (const story of demoStories) {
      expect(categories).toContain(story.category);
      expect(regions).toContain(story.region);
      if (story.customer !== null) {
        expect(customers.get(story.customer)?.region).toBe(story.region);
      }
      if (story.outlet !== undefined) {
        expect(outlets.get(story.outlet)?.region).toBe(story.region);
      }
    }
  });

  it('hold no phone number outside the invented range and no unfilled placeholder', () => {
    for (const text of demoStories.flatMap(textsOf)) {
      for (const phone of text.match(/1[3-9]\d{9}/g) ?? []) {
        expect(phone).toMatch(/^13[89]0000/);
      }
      expect(text).not.toMatch(/\{[^}]*\}|^您好，您好/);
    }
  });

  it('answer like a capable colleague', () => {
    for (const story of demoStories) {
      const replies = [...story.thread, ...(story.followUps ?? [])];
      for (const reply of replies.filter((entry) => entry.by === 'agent')) {
        expect(reply.text).not.toMatch(/[!！]|亲爱|亲，|耐心等待|系统繁忙/);
      }
    }
  });

  it('tell their time in order and end before the day of loading', () => {
    for (const story of demoStories) {
      const minutes = story.thread.map((entry) => entry.afterMinutes);
      expect([...minutes].sort((a, b) => a - b)).toEqual(minutes);
      const first = story.thread.find((entry) => entry.by === 'agent');
      expect(first?.afterMinutes).toBe(story.firstResponseMinutes);
      if (finished.includes(story.outcome)) {
        const hours = (story.resolutionHours ?? 0) + (story.followUps?.at(-1)?.afterHours ?? 0);
        expect(story.hour + story.minute / 60 + hours).toBeLessThan(story.daysAgo * 24);
      }
    }
  });

  it('have what their outcome needs', () => {
    for (const story of demoStories) {
      const answered = story.firstResponseMinutes !== undefined;
      if (story.outcome === 'open-new' || story.outcome === 'spam') expect(answered).toBe(false);
      else expect(answered).toBe(true);
      if (finished.includes(story.outcome)) expect(story.resolutionHours).toBeGreaterThan(0);
      if (story.outcome.startsWith('reopened')) {
        expect(story.rating).toBeLessThanOrEqual(3);
        expect(story.followUps?.length).toBeGreaterThan(0);
      }
      expect(story.finalRating !== undefined).toBe(story.outcome === 'reopened-closed');
    }
  });

  it('link duplicates to an earlier story of the same customer', () => {
    const duplicates = demoStories.filter((story) => story.duplicateOf !== undefined);
    expect(duplicates.length).toBeGreaterThanOrEqual(8);
    for (const story of duplicates) {
      const original = stories.get(story.duplicateOf ?? '');
      expect(original?.customer).toBe(story.customer);
      const now = new Date('2026-11-22T22:00:00Z');
      if (original) {
        expect(storyArrivedAt(original, now).getTime()).toBeLessThan(storyArrivedAt(story, now).getTime());
      }
    }
  });

  it('look like ninety days of a real desk', () => {
    const rated = demoStories.flatMap((story) => (story.rating === undefined ? [] : story.rating));
    expect(rated.filter((value) => value >= 4).length / rated.length).toBeGreaterThan(0.65);
    expect(rated.filter((value) => value <= 2).length).toBeGreaterThan(15);
    expect(having((story) => story.outcome.startsWith('reopened'))).toBeGreaterThanOrEqual(12);
    expect(having((story) => story.outcome === 'spam')).toBeGreaterThanOrEqual(6);
    expect(having((story) => story.outcome.startsWith('open-'))).toBeGreaterThanOrEqual(50);
    expect(having((story) => (story.firstResponseMinutes ?? 0) > 30)).toBeGreaterThan(30);
    expect(having((story) => story.level === 2 && (story.resolutionHours ?? 0) > 24)).toBeGreaterThan(25);
    const english = having((story) => /^[\x20-\x7e’]+$/.test(story.subject));
    expect(english).toBeGreaterThanOrEqual(12);
    expect(new Set(demoStories.map((story) => story.category)).size).toBeGreaterThanOrEqual(18);
  });

  it('show the wave at 嘉定 and the safety cluster in the last days only', () => {
    const late = demoStories.filter((story) => story.category === 'logistics.delay');
    const recent = late.filter((story) => story.daysAgo <= 10).length;
    const before = late.filter((story) => story.daysAgo > 10 && story.daysAgo <= 21).length;
    expect(recent).toBeGreaterThan(before * 5);
    const heater = demoStories.filter(
      (story) => story.category === 'quality.safety' && /H2|取暖器/.test(story.subject),
    );
    expect(heater.length).toBeGreaterThanOrEqual(8);
    for (const story of heater) expect(story.daysAgo).toBeLessThanOrEqual(7);
  });
});

describe('the moment a story arrived', () => {
  const instants = ['2026-11-22T16:20:00Z', '2026-11-25T06:00:00Z', '2027-03-01T15:59:00Z'];

  it.each(instants)('never lies in the future, its thread neither, at %s', (instant) => {
    const now = new Date(instant);
    for (const story of demoStories) {
      const arrived = storyArrivedAt(story, now).getTime();
      const last = arrived + (story.thread.at(-1)?.afterMinutes ?? 0) * 60_000;
      expect(last).toBeLessThan(now.getTime());
      expect(now.getTime() - arrived).toBeLessThan(92 * 86_400_000);
    }
  });

  it.each(instants)('makes weekends quieter than working days, at %s', (instant) => {
    const now = new Date(instant);
    let weekend = 0;
    for (const story of demoStories) {
      const local = new Date(storyArrivedAt(story, now).getTime() + 8 * 3_600_000);
      if (local.getUTCDay() % 6 === 0) weekend += 1;
    }
    expect(weekend / demoStories.length).toBeLessThan(0.25);
    expect(weekend).toBeGreaterThan(10);
  });
});
