/**
 * Texts that share most of their wording: campaigns, copies with another name or number in them. A sketch of 512 bytes
 * stands for a text (MinHash: Broder, "On the resemblance and containment of documents", 1997); equal bands are
 * candidates in an ordinary index table. Whether two messages ARE the same message is the stricter question of
 * `../similar.ts`, which minds another order number or a "not".
 */
export { groupNear } from './group-near.ts';
export { sketchBands, sketchFromBytes, sketchSimilarity, sketchText, sketchToBytes, type Sketch } from './sketch.ts';
