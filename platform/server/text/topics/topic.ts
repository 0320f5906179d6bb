export interface TopicText {
  readonly id: string;
  readonly title?: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  /** Votes or likes; breaks ties between topics of equal size. */
  readonly weight?: number;
}

export interface FoundTopic {
  label: string;
  /** The most typical first. */
  ids: string[];
  words: string[];
  places: string[];
  firstAt?: number;
  lastAt?: number;
  /** What the topic is known by on another day: the heaviest terms of its mean, at most 40. */
  centre: { term: string; weight: number }[];
}

export interface TopicOptions {
  /** A story needs this many tellers; default 3, from 500 texts on 5. */
  readonly minSize?: number;
  /** At most this many topics; default 50. */
  readonly limit?: number;
  readonly onProgress?: (part: number) => void;
}
