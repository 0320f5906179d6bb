import { createRequire } from 'node:module';
import { z } from 'zod';

const shape = z.object({
  floors: z.array(
    z.object({
      name: z.enum(['records', 'pipeline', 'oversight']),
      inside: z.enum(['earlier', 'never']),
      modules: z.array(z.object({ name: z.string(), purpose: z.string() })),
    }),
  ),
  frontDoors: z.array(z.string()),
  publicEntry: z.string(),
  publicPages: z.array(z.string()),
  below: z.record(z.string(), z.array(z.string())),
});

const order = shape.parse(createRequire(import.meta.url)('../module-order.cjs'));

export const moduleNames = order.floors.flatMap((floor) => floor.modules.map((each) => each.name));
export const floorCount = order.floors.length + 2;

export function floorOf(module: string): 'records' | 'pipeline' | 'oversight' | undefined {
  return order.floors.find((floor) => floor.modules.some((each) => each.name === module))?.name;
}

export function modulesBelow(module: string): string[] {
  return order.below[module] ?? [];
}

export const { publicEntry, publicPages } = order;

export function isFrontDoor(path: string): boolean {
  const inside = path.split('/').slice(2).join('/');
  return path.startsWith('modules/') && order.frontDoors.includes(inside);
}
