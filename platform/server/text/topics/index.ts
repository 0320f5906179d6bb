/** What many texts are about, found from the texts alone: no list of subjects, no model, no network. */
export { findTopics } from './find-topics.ts';
export { matchTopics, type KnownTopic } from './match-topics.ts';
export type { FoundTopic, TopicOptions, TopicText } from './topic.ts';
