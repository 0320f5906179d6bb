import type { Command } from 'commander';
import { addEvalClassify } from './eval-classify.ts';
import { addEvalRetrieve } from './eval-retrieve.ts';
import { addEvalLabelled } from './eval-set.ts';
import { addEvalTopics } from './eval-topics.ts';

/** Measuring the text engine on files: nothing here opens a database. */
export const addEval = (program: Command): void => {
  const group = program.command('eval').description('measure the text engine on a file; touches no database');
  addEvalClassify(group);
  addEvalLabelled(group);
  addEvalRetrieve(group);
  addEvalTopics(group);
};
